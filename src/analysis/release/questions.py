"""Five questions of a data desk, in the SQL of the database: printed in docs/downloads.md, ready-made in metadata.yml."""

QUESTIONS = {
    "How many Americans were freed under each president?": """\
SELECT us_leader AS president,
       COUNT(*) AS deals,
       SUM(freed_by_russian_side) AS freed_by_russian_side,
       SUM(freed_by_us_side) AS freed_by_us_side,
       SUM((SELECT COUNT(*) FROM freed_by_deal AS freed
            WHERE freed.exchange_id = exchanges.exchange_id
              AND freed.side = 'russian_side' AND freed.american = 'yes')) AS americans
FROM exchanges
WHERE kind <> 'mediated' AND us_leader IS NOT NULL
GROUP BY us_leader
ORDER BY MIN(date_earliest)""",
    "Who was exchanged for Brittney Griner?": """\
SELECT others.deal, others.date, others.name, others.held_by, others.charge
FROM freed_by_deal AS griner
JOIN freed_by_deal AS others ON others.exchange_id = griner.exchange_id AND others.side <> griner.side
WHERE griner.name = 'Brittney Griner'""",
    "Which documents say when Marc Fogel was arrested, and which differ?": """\
SELECT our_value, standing, documents_value, compared, publisher, published, url
FROM evidence
WHERE name = 'Marc Fogel' AND column_name = 'arrested'
ORDER BY compared = 'same' DESC, published""",
    "Which Americans are last reported held, and since when?": """\
SELECT name, arrested, charge, last_confirmed, days_min, days_max
FROM still_held
WHERE american = 'yes' AND side = 'russian_side'
ORDER BY arrested_earliest""",
    "On which values do documents contradict each other, and what was taken?": """\
SELECT disputed.name, disputed.column_name, disputed.value AS our_value, disputed.other_readings,
       rulings_rule.name AS rule, rulings.reason
FROM standings_named AS disputed
JOIN rulings USING (table_name, row_id, column_name)
JOIN codes_rulings_rule AS rulings_rule ON rulings_rule.code = rulings.rule
ORDER BY disputed.table_name, disputed.row_id""",
}
