"""What reports and commands say in whole sentences, with their ``{places}``."""

from __future__ import annotations

from typing import Final

from investisens.reports.labels.wording import Wording

SENTENCES: Final = {
    "title": Wording("{table}, in {currency}", "{table}, en {currency}"),
    "fact": Wording("{name}: {value}", "{name} : {value}"),
    "group": Wording("{name}:", "{name} :"),
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
    "unknown_since": Wording(
        "{name}: no value known on {day}; the first one holds from {since}",
        "{name} : aucune valeur connue au {day} ; la première vaut à partir du {since}",
    ),
    "unknown_until": Wording(
        "{name}: no value known on {day}; the last one ended on {until}",
        "{name} : aucune valeur connue au {day} ; la dernière a pris fin le {until}",
    ),
    "unknown_between": Wording(
        "{name}: no value known on {day}; one ended on {until}, the next holds from {since}",
        "{name} : aucune valeur connue au {day} ; une a pris fin le {until}, la suivante vaut à "
        "partir du {since}",
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
    "switched": Wording(
        "note: what happened to {contract} ({happenings}) changes its dues; this is the schedule "
        "as signed: add --on {last} for what is due since",
        "note : ce qui est survenu à {contract} ({happenings}) change ses échéances ; voici "
        "l'échéancier signé à l'origine : ajoutez --on {last} pour ce qui est dû depuis",
    ),
    "switched_shown": Wording(
        "note: what happened to {contract} ({happenings}) changes its dues; this is the schedule "
        "in force on {on}",
        "note : ce qui est survenu à {contract} ({happenings}) change ses échéances ; voici "
        "l'échéancier en vigueur au {on}",
    ),
    "happened": Wording("{what} on {day}", "{what} le {day}"),
    "adds_up": Wording(
        "{amount} of the interest is not paid but added to the principal: a total is what is paid, "
        "which is principal, interest and fees less that amount",
        "{amount} d'intérêts ne sont pas versés mais ajoutés au capital : un total est ce qui est "
        "versé, soit le capital, les intérêts et les frais moins ce montant",
    ),
    "finding": Wording(
        "{severity}: {where}: expected {expected}, found {found}: {remedy}",
        "{severity} : {where} : attendu « {expected} », trouvé « {found} » ; remède : « {remedy} »",
    ),
    "behind": Wording("    rule: {rule}", "    règle : « {rule} »"),
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
    "unknown_kind": Wording(
        "no event is of kind {name!r}: {near}kinds are {known}",
        "aucun événement n'est de nature {name!r} : {near}les natures sont {known}",
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
    "head_found": Wording(
        "the hash {head} is in the chain: nothing before it was changed",
        "l'empreinte {head} est dans la chaîne : rien avant elle n'a été changé",
    ),
    "no_hash": Wording(
        "{text!r} is no hash: give the 64 digits that 'ledger verify' printed",
        "{text!r} n'est pas une empreinte : donnez les 64 chiffres que « ledger verify » a écrits",
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
    "beside": Wording(
        "{ledger}: every event is what was recorded, what stands beside them is not",
        "{ledger} : chaque événement est tel qu'enregistré, ce qui l'accompagne ne l'est pas",
    ),
    "refreshed": Wording(
        "{ledger}: the views arrears and schedule show {on}",
        "{ledger} : les vues arrears et schedule montrent le {on}",
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
    "costs_taken": Wording(
        "charges taken as costs of the fund: {count}, {amount}",
        "frais comptés dans les charges du fonds : {count}, {amount}",
    ),
    "costs_left": Wording(
        "charges not among the costs of the fund: {count}, {amount}; --costs records them",
        "frais absents des charges du fonds : {count}, {amount} ; --costs les enregistre",
    ),
    "to_decide": Wording(
        "lines to decide: {count}; say which debt each pays with --decide LINE=POSITION, or that "
        "it pays none with --dismiss LINE",
        "lignes à décider : {count} ; dites quelle créance chacune paie avec "
        "--decide LINE=POSITION, ou qu'elle n'en paie aucune avec --dismiss LINE",
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
    "draft_alone": Wording(
        "--draft prints a file to start from: leave --rate, --dry-run and --format out",
        "--draft écrit un fichier de départ : enlevez --rate, --dry-run et --format",
    ),
    "folder_amended": Wording(
        "nothing is recorded in a fund folder: add the terms to amendments.toml, or try them with "
        "--dry-run",
        "rien n'est enregistré dans un dossier de fonds : ajoutez les conditions à "
        "amendments.toml, ou essayez-les avec --dry-run",
    ),
    "after_as_of": Wording(
        "note: records are complete up to {day}: reports show this with --on {on} or later, or "
        "once 'record complete' moves that day",
        "remarque : les enregistrements sont complets jusqu'au {day} : les rapports montrent "
        "ceci avec --on {on} ou plus tard, ou quand « record complete » avance ce jour",
    ),
    "known_event": Wording(
        "{event} was recorded before: nothing is new",
        "{event} était déjà enregistré : rien de nouveau",
    ),
    "only_statements": Wording(
        "--mapping, --account, --payers and --costs are for the file of a statement",
        "--mapping, --account, --payers et --costs ne valent que pour un fichier de relevé",
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
    "decided_twice": Wording(
        "{line!r} is decided twice: say which one debt it pays",
        "{line!r} est décidée deux fois : dites quelle créance elle paie",
    ),
    "bad_decision": Wording(
        "{text!r} decides nothing: write LINE=POSITION, such as c05f9cd9=L1",
        "{text!r} ne décide rien : écrivez LINE=POSITION, par exemple c05f9cd9=L1",
    ),
    "system": Wording("{path}: {reason}", "{path} : {reason}"),
    "interrupted": Wording("interrupted", "interrompu"),
}
