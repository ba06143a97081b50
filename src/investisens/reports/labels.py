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
    "cash_by_year": Wording("Cash by year", "Trésorerie par année"),
    "cash_by_month": Wording("Cash by month", "Trésorerie par mois"),
    "positions": Wording("Positions", "Lignes du portefeuille"),
    "investors": Wording("Investors", "Investisseurs"),
    "measures": Wording("Measures", "Mesures"),
    "schedule": Wording("Repayment schedule", "Échéancier"),
    "terms": Wording("Other terms of repayment", "Autres conditions de remboursement"),
    "cost": Wording("Cost of the credit", "Coût du crédit"),
    "findings": Wording("Findings", "Constats"),
}

_COLUMNS: Final = {
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
    "folder": Wording("Folder", "Dossier"),
    "errors": Wording("Errors", "Erreurs"),
    "warnings": Wording("Warnings", "Avertissements"),
}

_TERMS: Final = {
    "on": Wording("On", "Le"),
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
    "parts_by_days": Wording(
        "Part periods by their share of days", "Périodes entamées au prorata des jours"
    ),
    "rounding_interest_multiple": Wording("Interest in multiples of", "Intérêts par multiples de"),
}

_WORDS: Final = {
    "kind.loan": Wording("loan", "prêt"),
    "kind.ordinary_shares": Wording("ordinary shares", "actions"),
    "kind.participating_loan": Wording("participating loan", "prêt participatif"),
    "kind.shareholder_account": Wording("shareholder account", "compte courant d'associé"),
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
    "severity.error": Wording("error", "erreur"),
    "severity.warning": Wording("warning", "avertissement"),
    "amortisation.bullet": Wording("bullet", "in fine"),
    "amortisation.constant_principal": Wording("constant principal", "amortissement constant"),
    "amortisation.level_payment": Wording("level payment", "annuités constantes"),
    "amortisation.fixed_instalment": Wording("fixed instalment", "échéance convenue"),
    "amortisation.flat": Wording("flat (add-on interest)", "intérêts sur le capital initial"),
    "amortisation.seasonal": Wording("seasonal", "saisonnier"),
    "amortisation.hand_made": Wording("made by hand", "fait à la main"),
    "effect.shorter": Wording("shorter term", "durée plus courte"),
    "effect.smaller": Wording("smaller instalments", "échéances plus petites"),
    "kind.at_draw": Wording("at each draw", "à chaque tranche"),
    "kind.on_date": Wording("on its day", "à sa date"),
    "kind.each_due": Wording("at each due", "à chaque échéance"),
    "residual.last": Wording("with the last due", "à la dernière échéance"),
    "residual.first": Wording("with the first due", "à la première échéance"),
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
        "contract {contract} needs the fixing of index {index!r} on {on}, and a fund folder holds "
        "none: give it in Python, schedule(leg, fixings)",
        "le contrat {contract} demande la valeur de l'indice {index!r} au {on}, et un dossier de "
        "fonds n'en contient aucune : donnez-la en Python, schedule(leg, fixings)",
    ),
    "lender_csv": Wording(
        "a CSV file holds the rows alone: leave --lender out, or use --format json",
        "un fichier CSV ne contient que les lignes : enlevez --lender, ou prenez --format json",
    ),
    "no_rows": Wording("nothing", "néant"),
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
