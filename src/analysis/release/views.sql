-- The views of the database: what readers ask for most, with labels in the place of codes.

CREATE VIEW freed_by_deal AS  -- one row per person freed in a deal
SELECT exchanges.exchange_id, exchanges.name AS deal, exchanges.date, exchanges.date_earliest,
       kinds.name AS kind, exchanges.kind <> 'mediated' AS counted, exchanges.us_leader, exchanges.kremlin_leader,
       detainees.detainee_id, detainees.name, detainees.american, detainees.side, states.name AS held_by,
       charges.name AS charge_type, detainees.charge, detainees.arrested, detainees.released,
       detainees.days_min, detainees.days_max
FROM detainees
JOIN exchanges USING (exchange_id)
JOIN codes_exchanges_kind AS kinds ON kinds.code = exchanges.kind
JOIN codes_states AS states ON states.code = detainees.custodian
JOIN codes_detainees_charge_type AS charges ON charges.code = detainees.charge_type
ORDER BY exchanges.date_earliest, exchanges.exchange_id, detainees.side, detainees.name;

CREATE VIEW still_held AS  -- one row per detention that was going on when last reported
SELECT detainees.detainee_id, detainees.name, detainees.american, detainees.side, states.name AS held_by,
       detainees.arrested, detainees.arrested_earliest, charges.name AS charge_type, detainees.charge,
       sentences.name AS sentence_kind, detainees.sentence_months, detainees.sentence_months_final,
       detainees.designated, detainees.last_confirmed, detainees.days_min, detainees.days_max
FROM detainees
JOIN codes_states AS states ON states.code = detainees.custodian
JOIN codes_detainees_charge_type AS charges ON charges.code = detainees.charge_type
JOIN codes_detainees_sentence_kind AS sentences ON sentences.code = detainees.sentence_kind
WHERE detainees.outcome = 'still_held'
ORDER BY detainees.arrested_earliest, detainees.detainee_id;

CREATE VIEW days_held AS  -- one row per detention, the longest first; of those not free, up to the last report
SELECT detainees.detainee_id, detainees.name, detainees.american, detainees.side, detainees.arrested, detainees.released,
       outcomes.name AS outcome, detainees.last_confirmed, detainees.ended, detainees.days_min, detainees.days_max
FROM detainees
JOIN codes_detainees_outcome AS outcomes ON outcomes.code = detainees.outcome
ORDER BY detainees.days_min DESC, detainees.detainee_id;

CREATE VIEW standings_named AS  -- the standings, each with the name of its person or deal
SELECT standings.*, COALESCE(detainees.name, exchanges.name, standings.row_id) AS name
FROM standings
LEFT JOIN detainees ON standings.table_name = 'detainees' AND detainees.detainee_id = standings.row_id
LEFT JOIN exchanges ON standings.table_name = 'exchanges' AND exchanges.exchange_id = standings.row_id;

CREATE VIEW evidence AS  -- one row per value and document that speaks of it
SELECT named.name, named.table_name, named.row_id, named.column_name, named.value AS our_value, named.standing,
       readings.value AS documents_value, readings.compared, documents.publisher, documents.title, documents.published,
       documents.read, documents.voice, documents.url, documents.archive, documents.source
FROM standings_named AS named
JOIN readings USING (table_name, row_id, column_name)
JOIN documents USING (source);
