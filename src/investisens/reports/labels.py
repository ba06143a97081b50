"""Every word that a report or a command shows, in English and in French."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from investisens.l10n import Language


class Wording(NamedTuple):
    """One thing said in each language; both hold the same ``{places}``."""

    en: str
    fr: str


_TABLES: Final = {
    "movements": Wording("Movements", "Mouvements"),
    "dues": Wording("Dues", "Échéances"),
    "lines": Wording("Lines of the statement", "Lignes du relevé"),
    "suspense": Wording("Lines that wait", "Lignes en attente"),
    "cash_by_year": Wording("Cash by year", "Trésorerie par année"),
    "cash_by_month": Wording("Cash by month", "Trésorerie par mois"),
    "positions": Wording("Positions", "Lignes du portefeuille"),
    "investors": Wording("Investors", "Investisseurs"),
    "measures": Wording("Measures", "Mesures"),
    "schedule": Wording("Repayment schedule", "Échéancier"),
    "terms": Wording("Other terms of repayment", "Autres conditions de remboursement"),
    "cost": Wording("Cost of the credit", "Coût du crédit"),
    "findings": Wording("Findings", "Constats"),
    "rules": Wording("Rules", "Règles"),
    "justification": Wording("Justification of grants", "Justification des subventions"),
    "reasons": Wording("What does not count, and why", "Ce qui ne compte pas, et pourquoi"),
    "agreements": Wording("Grant agreements", "Conventions de subvention"),
    "plan": Wording("Funding plan", "Plan de financement"),
    "plans": Wording("Funding plans", "Plans de financement"),
    "changes": Wording("What changes", "Ce qui change"),
    "months": Wording("Calendar of the plan", "Calendrier du plan"),
    "flows": Wording("Who pays when", "Qui paie quand"),
    "leverage": Wording("Leverage", "Effet de levier"),
    "arrears": Wording("Debts", "Créances"),
    "calls": Wording("Whom to call", "Qui appeler"),
    "provisions": Wording("Provisions", "Provisions"),
    "quality": Wording("Quality of the portfolio", "Qualité du portefeuille"),
    "at_risk": Wording("Portfolio at risk", "Portefeuille à risque"),
    "ageing": Wording("By days past due", "Par jours de retard"),
    "by_adviser": Wording("By adviser", "Par chargé de suivi"),
    "by_sector": Wording("By sector", "Par secteur"),
    "by_commune": Wording("By commune", "Par commune"),
    "by_enterprise": Wording("By enterprise", "Par entreprise"),
    "losses": Wording("Losses and collection", "Pertes et recouvrement"),
    "amendments": Wording("Amendments", "Avenants"),
    "years": Wording("To be paid in each year", "À payer chaque année"),
    "dues_compared": Wording("Dues before and after", "Échéances avant et après"),
    "events": Wording("Events", "Événements"),
}

_COLUMNS: Final = {
    "day": Wording("Day", "Jour"),
    "movement": Wording("Movement", "Mouvement"),
    "other": Wording("Other", "Autre"),
    "open": Wording("Open", "Reste à payer"),
    "given_up": Wording("Given up", "Abandonné"),
    "charged": Wording("Fees and late interest owed", "Frais et intérêts de retard dus"),
    "paid_beyond": Wording("Paid beyond what was owed", "Versé au-delà du dû"),
    "pays_off": Wording("Pays off all that is owed", "Solde tout ce qui est dû"),
    # A ledger and what it takes in
    "ledger": Wording("Ledger", "Registre"),
    "events": Wording("Events", "Événements"),
    "head": Wording("Last hash", "Dernière empreinte"),
    "file": Wording("File", "Fichier"),
    "row": Wording("Line of the file", "Ligne du fichier"),
    "line": Wording("Line", "Ligne"),
    "outcome": Wording("Outcome", "Suite"),
    "why": Wording("Why", "Pourquoi"),
    "text": Wording("Text", "Texte"),
    "raw": Wording("As in the file", "Comme dans le fichier"),
    "account": Wording("Account", "Compte"),
    "proposals": Wording("Perhaps", "Peut-être"),
    "matched": Wording("Receipts", "Recettes"),
    "suspense": Wording("Waiting", "En attente"),
    "charge": Wording("Charges", "Frais"),
    "cancelled": Wording("Cancelled", "Annulées"),
    "known": Wording("Imported before", "Déjà importées"),
    "dropped": Wording("Left out", "Laissées de côté"),
    "recorded": Wording("Events recorded", "Événements enregistrés"),
    "dry_run": Wording("Dry run", "Essai"),
    # Cash
    "year": Wording("Year", "Année"),
    "month": Wording("Month", "Mois"),
    "call": Wording("Capital calls", "Appels de fonds"),
    "equity_investment": Wording("Shares bought", "Actions souscrites"),
    "quasi_equity_disbursement": Wording("Quasi-equity paid out", "Quasi-fonds propres décaissés"),
    "instrument_receipt": Wording("Repayments and interest", "Remboursements et intérêts"),
    "participation_receipt": Wording("Shares of profit", "Parts de bénéfice"),
    "equity_receipt": Wording("Dividends and share sales", "Dividendes et ventes d'actions"),
    "management_fee": Wording("Management fee", "Frais de gestion"),
    "running_costs": Wording("Running costs", "Frais de fonctionnement"),
    "distribution": Wording("Distributions", "Distributions"),
    "known_flows": Wording("Other known flows", "Autres flux connus"),
    "grant": Wording("Grants", "Subventions"),
    "guarantee": Wording("Guarantees", "Garanties"),
    "closing_cash": Wording("Closing cash", "Trésorerie de clôture"),
    # Positions
    "position": Wording("Position", "Ligne"),
    "enterprise": Wording("Enterprise", "Entreprise"),
    "kind": Wording("Kind", "Nature"),
    "invested": Wording("Invested", "Investi"),
    "returned": Wording("Returned", "Récupéré"),
    "income": Wording("Income", "Revenus"),
    "outstanding": Wording("Outstanding", "Restant dû"),
    "accrued": Wording("Accrued interest", "Intérêts courus"),
    "written_off": Wording("Written off", "Passé en perte"),
    "impairment": Wording("Impairment", "Dépréciation"),
    "value": Wording("Value", "Valeur"),
    # Investors
    "investor": Wording("Investor", "Investisseur"),
    "country": Wording("Country", "Pays"),
    "commitment": Wording("Commitment", "Engagement"),
    "called": Wording("Called", "Appelé"),
    "paid": Wording("Paid", "Versé"),
    "paid_late": Wording("Of which late", "Dont en retard"),
    "unpaid": Wording("Unpaid", "Non versé"),
    "distributed": Wording("Distributed", "Distribué"),
    "nav": Wording("Net asset value", "Valeur liquidative"),
    # Measures
    "basis": Wording("Measure", "Mesure"),
    "paid_in": Wording("Paid in", "Capital versé"),
    "cash": Wording("Cash", "Trésorerie"),
    "portfolio": Wording("Portfolio", "Portefeuille"),
    "dpi": Wording("DPI (distributed / paid in)", "DPI (distribué / versé)"),
    "rvpi": Wording("RVPI (left / paid in)", "RVPI (restant / versé)"),
    "tvpi": Wording("TVPI (total / paid in)", "TVPI (total / versé)"),
    "gross_irr": Wording("Gross IRR", "TRI brut"),
    "net_irr": Wording("Net IRR", "TRI net"),
    # Schedule
    "due_on": Wording("Due on", "Échéance"),
    "interest_to": Wording("Interest up to", "Intérêts jusqu'au"),
    "principal": Wording("Principal", "Capital"),
    "interest": Wording("Interest", "Intérêts"),
    "fees": Wording("Fees", "Frais"),
    "total": Wording("Total", "Total"),
    # Cost of a credit
    "total_interest": Wording("Total interest", "Total des intérêts"),
    "total_fees": Wording("Total fees", "Total des frais"),
    "total_cost": Wording("Total cost", "Coût total"),
    "total_paid": Wording("Total paid", "Total payé"),
    "left_out": Wording("Not counted", "Non compté"),
    "apr": Wording("EU APR (TAEG)", "TAEG (formule européenne)"),
    "teg_proportional": Wording("Proportional TEG", "TEG proportionnel"),
    "teg_effective": Wording("Effective TEG", "TEG effectif"),
    "periods_per_year": Wording("TEG periods in a year", "Périodes du TEG par an"),
    "rate_status": Wording("Search for a rate", "Recherche d'un taux"),
    "rates": Wording("Rates found", "Taux trouvés"),
    "teg_convention": Wording("TEG meant by the ceiling", "TEG visé par le plafond"),
    "lender": Wording("Lender", "Prêteur"),
    "signed_on": Wording("Signed on", "Signé le"),
    "ceiling": Wording("Usury ceiling", "Plafond de l'usure"),
    "ceiling_from": Wording("Ceiling in force from", "Plafond en vigueur depuis le"),
    "ceiling_source": Wording("Source of the ceiling", "Source du plafond"),
    "ceiling_status": Wording("Status of the source", "Statut de la source"),
    "verdict": Wording("Cost against the ceiling", "Coût au regard du plafond"),
    # Findings
    "severity": Wording("Severity", "Gravité"),
    "where": Wording("Where", "Où"),
    "found": Wording("Found", "Trouvé"),
    "expected": Wording("Expected", "Attendu"),
    "remedy": Wording("Remedy", "Remède"),
    # Justification of grants
    "invoice": Wording("Invoice", "Pièce"),
    "use": Wording("Use", "Emploi"),
    "item": Wording("Item", "Poste"),
    "invoiced_on": Wording("Dated", "Datée du"),
    "document": Wording("Document", "Nature de la pièce"),
    "invoiced": Wording("Invoiced", "Facturé"),
    "amount": Wording("Amount", "Montant"),
    "eligible": Wording("Eligible", "Éligible"),
    "rejected": Wording("Rejected", "Rejeté"),
    "granted": Wording("Granted", "Accordé"),
    "justified": Wording("Justified", "Justifié"),
    "unjustified": Wording("Unjustified", "Non justifié"),
    "reason": Wording("Reason", "Motif"),
    "payable": Wording("Payable", "À recevoir"),
    "agreed_on": Wording("Agreed on", "Convention du"),
    # Funding plans
    "enterprise_id": Wording("Enterprise", "Entreprise"),
    "use_id": Wording("Use", "Emploi"),
    "label": Wording("Item", "Désignation"),
    "total_sources": Wording("Sources", "Ressources"),
    "total_uses": Wording("Cost", "Coût"),
    "gap": Wording("Gap", "Manque"),
    "open_gap": Wording("Open gap", "Manque restant"),
    "investisens_share_pct": Wording("Fund's share", "Part du fonds"),
    "public_share_pct": Wording("Public share", "Part publique"),
    "private_share_pct": Wording("Private share", "Part privée"),
    "own_share_pct": Wording("Entrepreneur's share", "Part de l'entrepreneur"),
    "law_on": Wording("Law as of", "Droit applicable au"),
    "supposed": Wording("Supposed", "Hypothèse"),
    "source_id": Wording("Source", "Ressource"),
    "before": Wording("Before", "Avant"),
    "after": Wording("After", "Après"),
    "owed": Wording("Owed", "Somme due"),
    "capitalised": Wording("Of it, interest capitalised", "Dont intérêts capitalisés"),
    "loss": Wording("Loss in present value", "Perte en valeur actuelle"),
    "last_before": Wording("Last due before", "Dernière échéance avant"),
    "last_after": Wording("Last due after", "Dernière échéance après"),
    "valued_at": Wording("Valued at (effective yearly rate)", "Actualisé au taux effectif annuel"),
    "total_before": Wording("Total before", "Total avant"),
    "total_after": Wording("Total after", "Total après"),
    "value_before": Wording("Present value before", "Valeur actuelle avant"),
    "value_after": Wording("Present value after", "Valeur actuelle après"),
    "watched_until": Wording("Watched at least until", "Sous surveillance au moins jusqu'au"),
    "principal_before": Wording("Principal before", "Capital avant"),
    "interest_before": Wording("Interest before", "Intérêts avant"),
    "other_before": Wording("Other before", "Autre avant"),
    "principal_after": Wording("Principal after", "Capital après"),
    "interest_after": Wording("Interest after", "Intérêts après"),
    "other_after": Wording("Other after", "Autre après"),
    "event": Wording("Event", "Événement"),
    "recorded_at": Wording("Recorded at", "Enregistré le"),
    "author": Wording("Author", "Auteur"),
    "difference": Wording("Difference", "Différence"),
    "received": Wording("Received", "Reçu"),
    "spent": Wording("Paid", "Payé"),
    "balance": Wording("Balance", "Solde"),
    "party": Wording("Source or use", "Ressource ou emploi"),
    "measure": Wording("Measure", "Mesure"),
    # Arrears and quality
    "outstanding_principal": Wording("Outstanding principal", "Capital restant dû"),
    "accrued_interest": Wording("Accrued interest", "Intérêts courus"),
    "overdue": Wording("Overdue", "Impayé"),
    "days_past_due": Wording("Days late", "Jours de retard"),
    "class": Wording("Class", "Classe"),
    "name": Wording("Name", "Nom"),
    "sector": Wording("Sector", "Secteur"),
    "commune": Wording("Commune", "Commune"),
    "adviser": Wording("Adviser", "Chargé de suivi"),
    "oldest_due": Wording("Oldest due", "Plus ancienne échéance"),
    "dues_late": Wording("Dues late", "Échéances en retard"),
    "late_principal": Wording("Late principal", "Capital impayé"),
    "last_paid_on": Wording("Last paid on", "Dernier versement le"),
    "restructured_on": Wording("Restructured on", "Restructuré le"),
    "provision": Wording("Provision", "Provision"),
    "provision_rate": Wording("Rate", "Taux"),
    "pays_interest": Wording("Pays interest", "Paie en intérêts"),
    "pays_principal": Wording("Pays principal", "Paie en capital"),
    "pays_else": Wording("Other or unused", "Autre ou non affecté"),
    "overdue_after": Wording("Overdue after", "Impayé ensuite"),
    "days_after": Wording("Days late after", "Jours de retard ensuite"),
    "contracts": Wording("Contracts", "Contrats"),
    "late_contracts": Wording("Of which late", "Dont en retard"),
    "arrears_rate": Wording("Arrears rate", "Taux d'impayés"),
    "restructured": Wording("Restructured", "Restructuré"),
    "restructured_contracts": Wording("Contracts restructured", "Contrats restructurés"),
    "risk_coverage": Wording(
        "Provisions / portfolio at risk, 30 days", "Provisions / portefeuille à risque à 30 jours"
    ),
    "risk_coverage_with_restructured": Wording(
        "The same, with restructured", "De même, restructuré compris"
    ),
    "more_than_days": Wording("More than days", "Plus de jours"),
    "at_risk": Wording("At risk", "À risque"),
    "par": Wording("PAR", "PAR"),
    "with_restructured": Wording("With restructured", "Avec restructuré"),
    "par_with_restructured": Wording("PAR with restructured", "PAR avec restructuré"),
    "at_risk_30": Wording("At risk, 30 days", "À risque, 30 jours"),
    "par_30": Wording("PAR 30", "PAR 30"),
    "at_risk_90": Wording("At risk, 90 days", "À risque, 90 jours"),
    "par_90": Wording("PAR 90", "PAR 90"),
    "since": Wording("Since", "Depuis le"),
    "opening_portfolio": Wording("Portfolio before", "Encours avant"),
    "closing_portfolio": Wording("Portfolio at the end", "Encours à la fin"),
    "recovered": Wording("Recovered", "Récupéré sur pertes"),
    "net_loss": Wording("Net loss", "Perte nette"),
    "write_off_ratio": Wording("Write-off ratio", "Taux de passage en perte"),
    "recovery_ratio": Wording("Recovered of write-offs", "Récupéré sur les pertes"),
    "loss_given_default": Wording("Realised LGD", "Perte en cas de défaut constatée"),
    "collected": Wording("Collected", "Recouvré"),
    "uncollected": Wording("Still overdue", "Resté impayé"),
    "collection_rate": Wording("Collection rate", "Taux de recouvrement"),
    "known_on": Wording("As known on", "Tel que connu le"),
    "pay": Wording("If each of them pays", "Si chacun verse"),
    "provisions_source": Wording("Provisions by", "Provisions selon"),
    # Facts
    "fund": Wording("Fund", "Fonds"),
    "on": Wording("On", "Au"),
    "scenario": Wording("Scenario", "Scénario"),
    "lowest_cash": Wording("Lowest cash", "Trésorerie la plus basse"),
    "lowest_cash_on": Wording("Lowest cash on", "Trésorerie la plus basse le"),
    "contract": Wording("Contract", "Contrat"),
    "start": Wording("Interest from", "Intérêts à partir du"),
    "rate": Wording("Yearly rate", "Taux annuel"),
    "day_count": Wording("Day count", "Décompte des jours"),
    "rounding_interest": Wording("Rounding of interest", "Arrondi des intérêts"),
    "rounding_principal": Wording("Rounding of instalments", "Arrondi des échéances"),
    "rounding_multiple": Wording("Instalments in multiples of", "Échéances par multiples de"),
    "amortisation": Wording("Amortisation", "Amortissement"),
    "capitalised_dues": Wording("Dues that capitalise interest", "Échéances de différé total"),
    "interest_only_dues": Wording("Dues of interest only", "Échéances de différé partiel"),
    "amended_on": Wording("Amended on", "Avenant du"),
    "dues_left_out": Wording(
        "Dues left out, nothing being owed", "Échéances supprimées, rien n'étant dû"
    ),
    "folder": Wording("Folder", "Dossier"),
    "errors": Wording("Errors", "Erreurs"),
    "warnings": Wording("Warnings", "Avertissements"),
    # Rules
    "rules": Wording("Rules", "Règles"),
    "unverified": Wording("Of which unverified", "Dont non vérifiées"),
    "rule": Wording("Rule", "Règle"),
    "unit": Wording("Unit", "Unité"),
    "jurisdiction": Wording("Jurisdiction", "Ressort"),
    "from": Wording("From", "À partir du"),
    "until": Wording("Until", "Jusqu'au"),
    "decided_on": Wording("Decided on", "Décidé le"),
    "status": Wording("Status", "Statut"),
    "from_status": Wording("Status of the first day", "Statut du premier jour"),
    "description": Wording("Description", "Description"),
    "source": Wording("Source", "Source"),
}

_TERMS: Final = {
    "on": Wording("On", "Le"),
    "dues": Wording("Dues", "Échéances"),
    "instalment": Wording("Agreed instalment", "Échéance convenue"),
    "weights": Wording("Weights of the dues", "Poids des échéances"),
    "weight": Wording("Weight", "Poids"),
    "rows": Wording("Rows made by hand", "Lignes faites à la main"),
    "pays_interest": Wording("Pays interest", "Paie les intérêts"),
    "balloon": Wording("Left to the last due", "Laissé à la dernière échéance"),
    "step_up": Wording("Step-up", "Progression"),
    "step_every": Wording("Dues of each step", "Échéances par palier"),
    "deferred_interest_dues": Wording(
        "Dues that defer interest", "Échéances à intérêts reportés sans capitalisation"
    ),
    "free_dues": Wording("Dues free of interest", "Échéances sans intérêts"),
    "draws": Wording("Later draws", "Tranches suivantes"),
    "relevel": Wording(
        "Instalment fixed again after each draw", "Échéance recalculée après chaque tranche"
    ),
    "prepayments": Wording("Planned prepayments", "Remboursements anticipés prévus"),
    "effect": Wording("Effect", "Effet"),
    "resets": Wording("Resets of the rate", "Révisions du taux"),
    "rate_steps": Wording("Steps of the rate", "Paliers de taux"),
    "index": Wording("Index", "Indice"),
    "fixed_on": Wording("Fixed on", "Constaté le"),
    "spread": Wording("Spread", "Marge"),
    "multiplier": Wording("Multiplier", "Coefficient"),
    "floor": Wording("Floor", "Plancher"),
    "cap": Wording("Cap", "Plafond"),
    "period_floor": Wording("Floor of one move", "Plancher d'une révision"),
    "period_cap": Wording("Cap of one move", "Plafond d'une révision"),
    "amount": Wording("Amount", "Montant"),
    "share": Wording("Share", "Part"),
    "base_fixed_on": Wording("Interest base fixed on", "Assiette des intérêts arrêtée le"),
    "indexations": Wording("Indexations", "Indexations"),
    "residual": Wording("Rounding remainder", "Reste de l'arrondi"),
    "levelling": Wording("Levelling of instalments", "Lissage des échéances"),
    "whole_totals": Wording("Totals in the multiple", "Totaux au multiple"),
    "paid_on": Wording("Days of payment", "Jours de paiement"),
    "servicing": Wording("Servicing", "Gestion des paiements"),
    "allocation": Wording("Order of allocation", "Ordre d'imputation"),
    "order": Wording("Own order of allocation", "Ordre d'imputation particulier"),
    "advance": Wording("Payments in advance count for", "Les paiements anticipés valent pour"),
    "asks": Wording("A due asks for", "Une échéance demande"),
    "payoff": Wording("Interest of who pays all back", "Intérêts en cas de remboursement total"),
    "round_at_dues": Wording("Interest rounded at each due", "Intérêts arrondis à chaque échéance"),
    "late_interest": Wording("Late interest", "Intérêts de retard"),
    "runs_on": Wording("Runs on", "Court sur"),
    "grace_days": Wording("Days of grace", "Jours de grâce"),
    "parts_by_days": Wording(
        "Part periods by their share of days", "Périodes entamées au prorata des jours"
    ),
    "conversion": Wording("Conversion", "Conversion"),
    "discount": Wording("Discount on the round", "Décote sur le tour"),
    "mandatory_on": Wording("Converted in any case on", "Converti d'office le"),
    "interest_in_cash": Wording(
        "Interest paid in cash at conversion", "Intérêts payés en numéraire à la conversion"
    ),
    "premium": Wording("Non-conversion premium", "Prime de non-conversion"),
    "variable": Wording("Variable part", "Partie variable"),
    "base": Wording("Base, as a part of nominal", "Assiette, en part du nominal"),
    "reference": Wording("Result of reference", "Résultat de référence"),
    "matures_on": Wording("Repaid on", "Remboursé le"),
    "projected_until": Wording("Projected until", "Projeté jusqu'au"),
    "payments": Wording("Payments", "Versements"),
    "measure": Wording("Result looked at", "Résultat pris en compte"),
    "first_on": Wording("First period from", "Première période à partir du"),
    "every": Wording("Length of a period", "Durée d'une période"),
    "total_multiple": Wording("Total multiple", "Multiple total"),
    "stops_on": Wording("Payments stop on", "Fin des versements le"),
    "rest": Wording("Rest on that day", "Reste à cette date"),
    "paid_after_days": Wording(
        "Days from the end of a period to its payment",
        "Jours entre la fin d'une période et son versement",
    ),
    "holiday_until": Wording("Holiday until", "Franchise jusqu'au"),
    "rents": Wording("Number of rents", "Nombre de loyers"),
    "option_price": Wording("Price of the purchase option", "Prix de l'option d'achat"),
    "in_advance": Wording("Rents in advance", "Loyers à terme à échoir"),
    "value_at_return": Wording(
        "Value of the equipment if it comes back", "Valeur de l'équipement s'il est rendu"
    ),
    "settled_on": Wording("Settled on", "Soldé le"),
    "deliveries": Wording("Planned deliveries", "Livraisons prévues"),
    "goods_discount": Wording("Discount on the goods", "Décote sur les marchandises"),
    "goods_premium": Wording("Premium on the goods", "Prime sur les marchandises"),
    "shares": Wording("Shares", "Parts ou actions"),
    "price": Wording("Price of a share", "Prix d'une part ou action"),
    "nominal": Wording("Nominal of a share", "Nominal d'une part"),
    "subscribed_on": Wording("Subscribed on", "Souscrit le"),
    "other_shares": Wording("Shares held by others", "Parts détenues par d'autres"),
    "planned": Wording("Planned events", "Événements prévus"),
    "dividends": Wording("Dividends by policy", "Politique de dividende"),
    "buy_back": Wording("Buy-back by the founder", "Rachat par le fondateur"),
    "company": Wording("Company", "Société"),
    "form": Wording("Legal form", "Forme juridique"),
    "national_minimum": Wording(
        "Lowest capital by national law", "Capital minimal selon la loi nationale"
    ),
    "stated": Wording("Stated capital", "Capital statutaire"),
    "payout": Wording("Part paid out", "Part distribuée"),
    "first_year": Wording("First year", "Première année"),
    "last_year": Wording("Last year", "Dernière année"),
    "cap_of_price": Wording("Most, as a part of the price", "Maximum, en part du prix"),
    "reserve_complete": Wording("Legal reserve complete", "Réserve légale complète"),
    "compound": Wording("Compound", "Composé"),
    "category": Wording("Category of associates", "Catégorie d'associés"),
    "redemption": Wording("Redemption", "Remboursement des parts"),
    "highest_capital": Wording("Highest capital reached", "Plus haut capital atteint"),
    "part": Wording("Part that may go to interest", "Part pouvant aller à l'intérêt"),
    "assumed_cap": Wording("Assumed cap", "Plafond supposé"),
    "central_bank_rate": Wording("Rate of the central bank", "Taux de la banque centrale"),
    "losses": Wording("Losses beyond reserves", "Pertes excédant les réserves"),
    "days": Wording("Days", "Jours"),
    "rounding": Wording("Rounding", "Arrondi"),
    "multiple": Wording("Instalments in multiples of", "Échéances par multiples de"),
    "interest_multiple": Wording("Interest in multiples of", "Intérêts par multiples de"),
    "rounding_interest_multiple": Wording("Interest in multiples of", "Intérêts par multiples de"),
    "blocked_until": Wording("Blocked until", "Bloqué jusqu'au"),
    "notice_days": Wording("Days of notice", "Jours de préavis"),
    "open_ended": Wording("Waits for a notice", "Remboursable sur préavis seulement"),
    "borrower": Wording("Borrower", "Emprunteur"),
    "extended_limit": Wording("Network with a higher limit", "Réseau au plafond plus élevé"),
    "threshold": Wording("Threshold", "Seuil"),
    "at_term": Wording("What is left at the term", "Solde au terme"),
    "after_success": Wording("Dues counted from success", "Échéances à compter du succès"),
    "on_failure": Wording("Due on failure", "Exigible en cas d'échec"),
    "due_after": Wording("Due after", "Exigible après"),
}

_WORDS: Final = {
    "movement.payment": Wording("received", "reçu"),
    "movement.disbursement": Wording("paid out", "décaissement"),
    "movement.capitalised_interest": Wording("interest added", "intérêts capitalisés"),
    "movement.loss": Wording("written off", "passage en perte"),
    "movement.recovery": Wording("recovered", "récupéré sur perte"),
    "movement.forgiveness": Wording("given up", "abandon"),
    "movement.conversion": Wording("became shares", "converti en actions"),
    "movement.delivery": Wording("goods delivered", "livraison"),
    "movement.indexation": Wording("indexation", "indexation"),
    "outcome.matched": Wording("received", "reçu"),
    "outcome.suspense": Wording("waits", "en attente"),
    "outcome.charge": Wording("charge", "frais"),
    "outcome.cancelled": Wording("cancelled", "annulé"),
    "outcome.known": Wording("imported before", "déjà importé"),
    "outcome.dropped": Wording("left out", "laissé de côté"),
    "kind.loan": Wording("loan", "prêt"),
    "kind.ordinary_shares": Wording("ordinary shares", "actions"),
    "kind.cooperative_shares": Wording("cooperative shares", "parts sociales"),
    "kind.participating_loan": Wording("participating loan", "prêt participatif"),
    "kind.convertible_bond": Wording("convertible bond", "obligation convertible"),
    "kind.participating_security": Wording("participating security", "titre participatif"),
    "kind.association_bond": Wording("association bond", "titre associatif"),
    "kind.shareholder_account": Wording("shareholder account", "compte courant d'associé"),
    "kind.honour_loan": Wording("honour loan", "prêt d'honneur"),
    "kind.returnable_contribution": Wording(
        "returnable contribution", "apport avec droit de reprise"
    ),
    "kind.repayable_advance": Wording("repayable advance", "avance remboursable"),
    "at_term.due": Wording("due", "exigible"),
    "at_term.stays": Wording("stays with the association", "reste à l'association"),
    "at_term.given_up": Wording("given up", "abandonné"),
    "kind.grant": Wording("grant", "subvention"),
    "kind.guarantee": Wording("guarantee", "garantie"),
    "kind.counter_guarantee": Wording("counter-guarantee", "contre-garantie"),
    "kind.portfolio_guarantee": Wording("portfolio guarantee", "garantie de portefeuille"),
    "kind.equipment_pledge": Wording("pledge on equipment", "gage sur équipement"),
    "kind.revenue_share": Wording("royalty on turnover", "redevance sur chiffre d'affaires"),
    "kind.demand_dividend": Wording("demand dividend", "dividende à la demande"),
    "kind.equipment_lease": Wording("equipment lease", "crédit-bail"),
    "kind.buyer_advance": Wording("advance of a buyer", "avance d'un acheteur"),
    "rest.total_due": Wording("due, up to the multiple", "dû, jusqu'au multiple"),
    "rest.principal_due": Wording("due, up to the amount", "dû, jusqu'au montant"),
    "rest.given_up": Wording("given up", "abandonné"),
    "sharing.pari_passu": Wording("pari passu", "pari passu"),
    "sharing.first_loss": Wording("first loss", "première perte"),
    "basis.to_date": Wording("To date", "À ce jour"),
    "basis.outlook": Wording("Outlook", "À terme"),
    "irr.unique": Wording("one rate", "un seul taux"),
    "irr.multiple_roots": Wording("several rates", "plusieurs taux"),
    "irr.no_root": Wording("no rate fits", "aucun taux ne convient"),
    "irr.total_loss": Wording("total loss", "perte totale"),
    "irr.infinite": Wording("no outflow", "aucune sortie"),
    "irr.no_sign_change": Wording("nothing back yet", "aucun retour à ce jour"),
    "irr.undefined_single_date": Wording("one date only", "une seule date"),
    "irr.empty": Wording("no flow", "aucun flux"),
    "irr.beyond": Wording("one rate, beyond any figure", "un taux hors de toute mesure"),
    "irr.period": Wording(
        "{rate} over {days} days, not annualised", "{rate} sur {days} jours, non annualisé"
    ),
    "irr.roots": Wording("several rates: {rates}", "plusieurs taux : {rates}"),
    "document.invoice": Wording("invoice", "facture"),
    "document.pro_forma": Wording("pro forma", "facture pro forma"),
    "reason.duplicate": Wording(
        "another invoice has the same number", "une autre facture a le même numéro"
    ),
    "reason.no_such_use": Wording("no such use in the plan", "cet emploi n'est pas au plan"),
    "reason.no_grant": Wording(
        "no grant is planned on this item", "aucune subvention n'est prévue sur ce poste"
    ),
    "reason.not_eligible": Wording(
        "the funder does not pay this item", "le financeur ne paie pas ce poste"
    ),
    "reason.pro_forma": Wording(
        "a pro forma is no invoice", "une facture pro forma n'est pas une facture"
    ),
    "reason.before_agreement": Wording("dated before the agreement", "datée d'avant la convention"),
    "reason.after_end": Wording(
        "dated after the end of the agreement", "datée d'après la fin de la convention"
    ),
    "reason.unknown_currency": Wording(
        "no rate of exchange for its currency", "aucun taux de change pour sa monnaie"
    ),
    "reason.vat": Wording("VAT that is recovered", "TVA récupérée"),
    "reason.over_cost": Wording("beyond the planned cost", "au-delà du coût prévu"),
    "reason.underspent": Wording("invoiced for less than planned", "facturé pour moins que prévu"),
    "reason.no_invoice": Wording("no invoice", "aucune facture"),
    "reason.clawed_back": Wording("sold or idle too early", "vendu ou à l'arrêt trop tôt"),
    "reason.over_rate": Wording(
        "beyond the rate of the agreement", "au-delà du taux de la convention"
    ),
    "reason.ceiling": Wording(
        "beyond the ceiling of the agreement", "au-delà du plafond de la convention"
    ),
    "late.never_paid": Wording("nothing was ever paid", "rien n'a jamais été versé"),
    "late.past_term": Wording("the last due is past", "la dernière échéance est passée"),
    "late.part_paid": Wording("paid in part", "payée en partie"),
    "late.unpaid": Wording("not paid", "non payée"),
    "severity.error": Wording("error", "erreur"),
    "severity.warning": Wording("warning", "avertissement"),
    "amortisation.bullet": Wording("bullet", "in fine"),
    "amortisation.constant_principal": Wording("constant principal", "amortissement constant"),
    "amortisation.level_payment": Wording("level payment", "annuités constantes"),
    "amortisation.fixed_instalment": Wording("fixed instalment", "échéance convenue"),
    "amortisation.flat": Wording("flat (add-on interest)", "intérêts sur le capital initial"),
    "amortisation.seasonal": Wording("seasonal", "saisonnier"),
    "amortisation.hand_made": Wording("made by hand", "fait à la main"),
    "company_form.ohada_sarl": Wording("SARL (OHADA)", "SARL (OHADA)"),
    "company_form.ohada_sa": Wording("SA (OHADA)", "SA (OHADA)"),
    "company_form.ohada_sas": Wording("SAS (OHADA)", "SAS (OHADA)"),
    "company_form.french": Wording("French company", "société française"),
    "cooperative_form.french": Wording("French cooperative", "coopérative française"),
    "cooperative_form.scic": Wording("Scic", "Scic"),
    "cooperative_form.scop": Wording("Scop", "Scop"),
    "cooperative_form.scoops": Wording("SCOOPS (OHADA)", "SCOOPS (OHADA)"),
    "cooperative_form.coop_ca": Wording("COOP-CA (OHADA)", "COOP-CA (OHADA)"),
    "central_bank_rate.minimum_bid": Wording(
        "lowest bid of the BCEAO", "taux minimum de soumission de la BCEAO"
    ),
    "central_bank_rate.marginal_lending": Wording(
        "marginal lending of the BCEAO", "guichet de prêt marginal de la BCEAO"
    ),
    "effect.shorter": Wording("shorter term", "durée plus courte"),
    "effect.smaller": Wording("smaller instalments", "échéances plus petites"),
    "kind.at_draw": Wording("at each draw", "à chaque tranche"),
    "kind.on_date": Wording("on its day", "à sa date"),
    "kind.each_due": Wording("at each due", "à chaque échéance"),
    "allocation.interest_first": Wording("interest first", "intérêts d'abord"),
    "allocation.principal_first": Wording("principal first", "capital d'abord"),
    "allocation.overdue_first": Wording("what is past due first", "le plus en retard d'abord"),
    "advance.next": Wording("the next dues", "les prochaines échéances"),
    "advance.last": Wording("the last dues (shorter term)", "les dernières (durée plus courte)"),
    "advance.spread": Wording("all dues to come, in equal parts", "toutes, à parts égales"),
    "advance.smaller": Wording("smaller instalments", "des échéances plus petites"),
    "asks.total": Wording("its total as signed", "son total signé"),
    "asks.principal": Wording(
        "its principal as signed, and interest as it ran",
        "son capital signé et les intérêts courus",
    ),
    "payoff.to_the_day": Wording("to the day", "jusqu'au jour"),
    "payoff.to_the_period_end": Wording("to the next due", "jusqu'à la prochaine échéance"),
    "runs_on.principal": Wording("principal past due", "le capital en retard"),
    "runs_on.principal_and_interest": Wording(
        "principal and interest past due", "le capital et les intérêts en retard"
    ),
    "order.past_due_late_interest": Wording(
        "late interest past due", "intérêts de retard en retard"
    ),
    "order.past_due_fee": Wording("fees past due", "frais en retard"),
    "order.past_due_interest": Wording("interest past due", "intérêts en retard"),
    "order.past_due_principal": Wording("principal past due", "capital en retard"),
    "order.due_late_interest": Wording("late interest due", "intérêts de retard du jour"),
    "order.due_fee": Wording("fees due", "frais du jour"),
    "order.due_interest": Wording("interest due", "intérêts du jour"),
    "order.due_principal": Wording("principal due", "capital du jour"),
    "order.in_advance_interest": Wording("interest in advance", "intérêts d'avance"),
    "order.in_advance_principal": Wording("principal in advance", "capital d'avance"),
    "residual.last": Wording("with the last due", "à la dernière échéance"),
    "residual.first": Wording("with the first due", "à la première échéance"),
    "row.ALL": Wording("Total", "Total"),
    "row.OPEN": Wording("not paid", "non payé"),
    "use_kind.equipment": Wording("equipment", "équipement"),
    "use_kind.working_capital": Wording("working capital", "fonds de roulement"),
    "leverage.total_to_fund": Wording("total plan / fund", "plan total / fonds"),
    "leverage.third_party_per_fund": Wording("money of others / fund", "argent des autres / fonds"),
    "leverage.private_to_public": Wording(
        "private money / public money", "argent privé / argent public"
    ),
    "leverage.public_share": Wording("public money / total plan", "argent public / plan total"),
    "leverage.grant_per_fund": Wording("grants / fund", "subventions / fonds"),
    "answer.true": Wording("yes", "oui"),
    "answer.false": Wording("no", "non"),
    "left_out.participation": Wording(
        "the share of the result, which is not known in advance",
        "la part du résultat, qui n'est pas connue d'avance",
    ),
    "lender.umoa_other": Wording(
        "UMOA, SFD or other lender that is no bank", "UMOA, SFD ou autre prêteur non bancaire"
    ),
    "lender.umoa_bank": Wording("UMOA, bank", "UMOA, banque"),
    "lender.french_overdraft": Wording(
        "France, overdraft of a business", "France, découvert d'une entreprise"
    ),
    "teg_convention.unverified": Wording(
        "unverified (proportional or effective: no text found says which, so both count)",
        "non vérifié (proportionnel ou effectif : aucun texte trouvé ne le dit, les deux comptent)",
    ),
    "teg_convention.proportional": Wording("the proportional one", "le proportionnel"),
    "status.verified text": Wording("legal text read", "texte légal lu"),
    "status.verified secondary": Wording(
        "commentary read, not the text (verified secondary)",
        "commentaire lu, pas le texte (verified secondary)",
    ),
    "status.unverified": Wording("unverified", "non vérifié"),
    "jurisdiction.BJ": Wording("Benin", "Bénin"),
    "jurisdiction.FR": Wording("France", "France"),
    "jurisdiction.EU": Wording("European Union", "Union européenne"),
    "jurisdiction.UMOA": Wording("UMOA", "UMOA"),
    "jurisdiction.OHADA": Wording("OHADA", "OHADA"),
    "jurisdiction.OECD": Wording("OECD", "OCDE"),
    "jurisdiction.IMF": Wording("IMF and World Bank", "FMI et Banque mondiale"),
    "jurisdiction.IFRS": Wording("IFRS", "IFRS"),
    "jurisdiction.INT": Wording("practice of no one country", "pratique d'aucun pays particulier"),
    "unit.multiple": Wording("{number} times", "{number} fois"),
    "unit.days": Wording("{number} day(s)", "{number} jour(s)"),
    "unit.months": Wording("{number} month(s)", "{number} mois"),
    "unit.years": Wording("{number} year(s)", "{number} an(s)"),
    "unit.count": Wording("{number}", "{number}"),
    "unit.account": Wording("account {number}", "compte {number}"),
    "unit.one part in": Wording("one part in {number}", "une partie sur {number}"),
    "unit.decimals of a per cent": Wording(
        "{number} decimal(s) of a per cent", "{number} décimale(s) de pour cent"
    ),
    "unit.XOF per EUR": Wording("{number} XOF per EUR", "{number} F CFA pour un euro"),
    "verdict.within": Wording("not above it", "ne le dépasse pas"),
    "verdict.above": Wording("above it", "le dépasse"),
    "verdict.open": Wording(
        "open: one of the two TEG is above it, the other is not",
        "à trancher : l'un des deux TEG le dépasse, l'autre non",
    ),
    "rounding.half_up": Wording("to the nearest, half up", "au plus proche, demi supérieur"),
    "rounding.half_even": Wording("to the nearest, half to even", "au plus proche, demi au pair"),
    "rounding.down": Wording("down", "par défaut"),
    "rounding.up": Wording("up", "par excès"),
    "journal.AN": Wording("Opening balances", "À nouveaux"),
    "journal.BQ": Wording("Bank", "Banque"),
    "journal.AC": Wording("Purchases", "Achats"),
    "journal.OD": Wording("Other operations", "Opérations diverses"),
    "entry.opening": Wording("Balance brought forward", "À nouveau"),
    "entry.commitment": Wording("Commitment obtained", "Engagement obtenu"),
    "entry.commitment_met": Wording("Commitment met", "Engagement réalisé"),
    "entry.subscription": Wording("Subscription", "Souscription"),
    "entry.receipt": Wording("Receipt", "Encaissement"),
    "entry.grant_notified": Wording("Grant notified", "Subvention notifiée"),
    "entry.grant_cut": Wording("Grant not justified", "Subvention non justifiée"),
    "entry.grant_repaid": Wording("Grant paid back", "Subvention reversée"),
    "entry.purchase": Wording("Purchase", "Achat"),
    "entry.settlement": Wording("Supplier paid", "Règlement du fournisseur"),
    "entry.service": Wording("Put to work", "Mise en service"),
    "entry.depreciation": Wording("Depreciation", "Amortissement"),
    "entry.release": Wording("Grant released to income", "Quote-part de subvention"),
    "entry.grant_closed": Wording("Grant fully released", "Subvention soldée"),
    "entry.instalment": Wording("Instalment", "Échéance"),
    "entry.participation": Wording("Share of the result", "Part du résultat"),
    "entry.disposal": Wording("Disposal", "Sortie de l'actif"),
    "entry.sale": Wording("Sale of equipment", "Cession d'équipement"),
    "currency.XOF": Wording("XOF", "F CFA"),
    "currency.EUR": Wording("euros", "euros"),
}

_SENTENCES: Final = {
    "title": Wording("{table}, in {currency}", "{table}, en {currency}"),
    "fact": Wording("{name}: {value}", "{name} : {value}"),
    "total_row": Wording("Total", "Total"),
    "between": Wording("; ", " ; "),
    "no_ceiling": Wording("no ceiling known on {on}", "aucun plafond connu au {on}"),
    "no_fixing": Wording(
        "contract {contract} needs the fixing of index {index!r} on {days}: add it to "
        "fixings.csv, for a day to come as you assume it",
        "le contrat {contract} demande la valeur de l'indice {index!r} au {days} : ajoutez-la à "
        "fixings.csv, telle que vous la supposez pour un jour à venir",
    ),
    "lender_csv": Wording(
        "a CSV file holds the rows alone: leave --lender out, or use --format json",
        "un fichier CSV ne contient que les lignes : enlevez --lender, ou prenez --format json",
    ),
    "no_rows": Wording("nothing", "néant"),
    "rule": Wording("{name}: {value}", "{name} : {value}"),
    "rule_unverified": Wording(
        "! {name}: {value} (UNVERIFIED)", "! {name} : {value} (NON VÉRIFIÉ)"
    ),
    "rule_from": Wording("from {day}", "à partir du {day}"),
    "rule_from_open": Wording(
        "from {day} (first day unverified)", "à partir du {day} (premier jour non vérifié)"
    ),
    "rule_until": Wording("until {day}", "jusqu'au {day}"),
    "rule_decided": Wording("decided on {day}", "décidé le {day}"),
    "no_rule": Wording(
        "no rule speaks of {text!r}{where}: {near}investisens rules lists them all",
        "aucune règle ne parle de {text!r}{where} : {near}investisens rules les montre toutes",
    ),
    "note": Wording("note: {message}", "note : {message}"),
    "amended": Wording(
        "note: {contract} was amended on {days}; this is the schedule as signed: "
        "add --on {last} for the terms in force since",
        "note : {contract} a fait l'objet d'un avenant ({days}) ; voici l'échéancier signé à "
        "l'origine : ajoutez --on {last} pour les conditions en vigueur depuis",
    ),
    "amended_shown": Wording(
        "note: {contract} was amended on {days}; this is the schedule in force on {on}",
        "note : {contract} a fait l'objet d'un avenant ({days}) ; voici l'échéancier en vigueur "
        "au {on}",
    ),
    "finding": Wording("{severity}: {finding}", "{severity} : {finding}"),
    "behind": Wording("    rule: {rule}", "    règle : {rule}"),
    "without": Wording("without {source}", "sans {source}"),
    "at_cost": Wording("{use} at {cost}", "{use} à {cost}"),
    "unknown_enterprise": Wording(
        "no enterprise is called {name!r}: {near}the fund has {known}",
        "aucune entreprise ne s'appelle {name!r} : {near}le fonds compte {known}",
    ),
    "unknown_source": Wording(
        "no source is called {name!r}: {near}the fund has {known}",
        "aucune ressource ne s'appelle {name!r} : {near}le fonds compte {known}",
    ),
    "unknown_use": Wording(
        "no use is called {name!r}: {near}the plan has {known}",
        "aucun emploi ne s'appelle {name!r} : {near}le plan compte {known}",
    ),
    "bad_pair": Wording(
        "{text!r} gives no cost of a use: write USE=AMOUNT, such as U1=6000000",
        "{text!r} ne donne pas le coût d'un emploi : écrivez USE=AMOUNT, par exemple U1=6000000",
    ),
    "two_costs": Wording(
        "{use} has more than one --cost: suppose one cost of each use",
        "{use} a plusieurs --cost : supposez un seul coût par emploi",
    ),
    "one_plan": Wording(
        "name an ENTERPRISE to suppose something or to see one table of its plan",
        "nommez une ENTERPRISE pour faire une hypothèse ou voir un tableau de son plan",
    ),
    "no_changes": Wording(
        "nothing is supposed: add --without or --cost to see what changes",
        "aucune hypothèse : ajoutez --without ou --cost pour voir ce qui change",
    ),
    "failure": Wording("error: {message}", "erreur : {message}"),
    "sound": Wording("{folder}: nothing to correct", "{folder} : rien à corriger"),
    "counts": Wording(
        "{folder}: errors: {errors}, warnings: {warnings}",
        "{folder} : erreurs : {errors}, avertissements : {warnings}",
    ),
    "more": Wording(
        "... and {count} more: investisens check shows them all",
        "... et {count} de plus : investisens check les montre tous",
    ),
    "unknown_contract": Wording(
        "no contract is called {name!r}: {near}the fund has {known}",
        "aucun contrat ne s'appelle {name!r} : {near}le fonds compte {known}",
    ),
    "unknown_scenario": Wording(
        "no scenario is called {name!r}: {near}the fund has {known}",
        "aucun scénario ne s'appelle {name!r} : {near}le fonds compte {known}",
    ),
    "near": Wording("did you mean {names}? ", "vouliez-vous dire {names} ? "),
    "none": Wording("none", "aucun"),
    "bad_date": Wording(
        "{text!r} is not a day: write it as YYYY-MM-DD, such as 2012-12-31",
        "{text!r} n'est pas un jour : écrivez-le AAAA-MM-JJ, par exemple 2012-12-31",
    ),
    "no_known_on": Wording(
        "a fund folder does not say when it learnt what: leave --as-known-on out, or name a ledger",
        "un dossier de fonds ne dit pas quand il a appris quoi : enlevez --as-known-on, ou nommez "
        "un registre",
    ),
    "one_table": Wording(
        "a CSV file holds one table: choose it with --table, or use --format json",
        "un fichier CSV contient un seul tableau : choisissez-le avec --table, ou prenez "
        "--format json",
    ),
    "created": Wording(
        "{folder}: a fund to start from. Next:\n  investisens check {shown}\n"
        "  investisens project {shown}",
        "{folder} : un fonds pour commencer. Ensuite :\n  investisens check {shown}\n"
        "  investisens project {shown}",
    ),
    "ledger_made": Wording(
        "{ledger}: an empty ledger. Next:\n  investisens import {shown} FOLDER",
        "{ledger} : un registre vide. Ensuite :\n  investisens import {shown} FOLDER",
    ),
    "proven": Wording(
        "{ledger}: every event is what was recorded: {events} events\nlast hash: {head}",
        "{ledger} : chaque événement est tel qu'enregistré : {events} événements\n"
        "dernière empreinte : {head}",
    ),
    "broken": Wording(
        "{ledger}: the chain is broken at event {events}",
        "{ledger} : la chaîne est rompue à l'événement {events}",
    ),
    "exported": Wording("{source}: written to {target}", "{source} : écrit dans {target}"),
    "backed_up": Wording("{source}: copied to {target}", "{source} : copié dans {target}"),
    "restored": Wording("{target}: restored from {source}", "{target} : restauré depuis {source}"),
    "line_matched": Wording(
        "line {row}, {day}, {amount}: received on {position} ({why})",
        "ligne {row}, {day}, {amount} : reçu sur {position} ({why})",
    ),
    "line_suspense": Wording(
        "line {row}, {day}, {amount}: waits as {name} ({why})",
        "ligne {row}, {day}, {amount} : en attente, {name} ({why})",
    ),
    "line_charge": Wording(
        "line {row}, {day}, {amount}: a charge, no receipt ({why})",
        "ligne {row}, {day}, {amount} : des frais, pas une recette ({why})",
    ),
    "line_cancelled": Wording(
        "line {row}, {day}, {amount}: no receipt ({why})",
        "ligne {row}, {day}, {amount} : pas une recette ({why})",
    ),
    "line_known": Wording(
        "line {row}, {day}, {amount}: imported before",
        "ligne {row}, {day}, {amount} : déjà importée",
    ),
    "line_dropped": Wording(
        "line {row}, {day}, {amount}: left out ({why})",
        "ligne {row}, {day}, {amount} : laissée de côté ({why})",
    ),
    "line_waits": Wording(
        "{name}, {day}, {amount}: {text} ({why})", "{name}, {day}, {amount} : {text} ({why})"
    ),
    "perhaps": Wording("; perhaps {positions}", " ; peut-être {positions}"),
    "to_decide": Wording(
        "lines to decide: {count}; say which debt each pays with --decide LINE=POSITION",
        "lignes à décider : {count} ; dites quelle créance chacune paie avec "
        "--decide LINE=POSITION",
    ),
    "none_waits": Wording("no line waits", "aucune ligne n'attend"),
    "recorded": Wording(
        "{ledger}: events recorded: {new}", "{ledger} : événements enregistrés : {new}"
    ),
    "recorded_known": Wording(
        "{ledger}: events recorded: {new}, known before: {known}",
        "{ledger} : événements enregistrés : {new}, déjà connus : {known}",
    ),
    "dry": Wording(
        "dry run: nothing is recorded; events that would be: {new}",
        "essai : rien n'est enregistré ; événements qui le seraient : {new}",
    ),
    "file_or_draft": Wording(
        "name the FILE of the new terms, or ask for a draft with --draft POSITION --on DATE",
        "nommez le FILE des nouvelles conditions, ou demandez un projet avec --draft POSITION "
        "--on DATE",
    ),
    "folder_amended": Wording(
        "nothing is recorded in a fund folder: add the terms to amendments.toml, or try them with "
        "--dry-run",
        "rien n'est enregistré dans un dossier de fonds : ajoutez les conditions à "
        "amendments.toml, ou essayez-les avec --dry-run",
    ),
    "known_event": Wording(
        "{event} was recorded before: nothing is new",
        "{event} était déjà enregistré : rien de nouveau",
    ),
    "only_statements": Wording(
        "--mapping, --account and --payers are for the file of a statement",
        "--mapping, --account et --payers ne valent que pour un fichier de relevé",
    ),
    "no_mapping": Wording(
        "say with --mapping how the statement is written: camt053, mt940, {names}, or the path of "
        "a TOML file",
        "dites avec --mapping comment le relevé est écrit : camt053, mt940, {names}, ou le chemin "
        "d'un fichier TOML",
    ),
    "decide_alone": Wording(
        "decide lines without a FILE: one thing at a time",
        "décidez des lignes sans FILE : une chose à la fois",
    ),
    "bad_decision": Wording(
        "{text!r} decides nothing: write LINE=POSITION, such as c05f9cd9=L1",
        "{text!r} ne décide rien : écrivez LINE=POSITION, par exemple c05f9cd9=L1",
    ),
    "system": Wording("{path}: {reason}", "{path} : {reason}"),
    "interrupted": Wording("interrupted", "interrompu"),
}

LABELS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        **{f"table.{name}": wording for name, wording in _TABLES.items()},
        **{f"column.{name}": wording for name, wording in _COLUMNS.items()},
        **{f"term.{name}": wording for name, wording in _TERMS.items()},
        **_WORDS,
        **_SENTENCES,
    }
)
"""Key to wording. Keys of words are ``group.code``."""


def label(key: str, lang: Language, **places: object) -> str:
    """The wording of *key* with its places filled.

    >>> label("column.due_on", "fr"), label("title", "en", table="Cash", currency="XOF")
    ('Échéance', 'Cash, in XOF')
    """
    wording = LABELS[key]
    return (wording.fr if lang == "fr" else wording.en).format(**places)


def word(group: str, code: str, lang: Language) -> str:
    """The wording of a code, or the code itself: a third party's instrument has no label here.

    >>> word("kind", "loan", "fr"), word("kind", "sukuk", "fr")
    ('prêt', 'sukuk')
    """
    key = f"{group}.{code}"
    return label(key, lang) if key in LABELS else code


def term_name(name: str, lang: Language) -> str:
    """What a term of a contract is called; its own name where there is no label for it.

    >>> term_name("balloon", "fr"), term_name("rate", "en"), term_name("moon_phase", "fr")
    ('Laissé à la dernière échéance', 'Yearly rate', 'moon phase')
    """
    for key in (f"term.{name}", f"column.{name}"):
        if key in LABELS:
            return label(key, lang)
    return name.replace("_", " ")
