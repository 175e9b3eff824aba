-- The parties of a dyad in the terms of CAMEO. A state's people have its code and their roles; an international body has
-- its kind, then its group ("IGOUNO"); what CAMEO has no role for is left out.

CREATE MACRO cameo_place(code) AS CASE WHEN body_role(code) IS NULL THEN coalesce(cameo_country(code), code) ELSE body_country(code) END;
CREATE MACRO cameo_roles(code, sectors) AS
    list_filter(list_concat([body_role(code)], list_transform(coalesce(sectors, []), lambda s: cameo_role(s))), lambda x: x IS NOT NULL);
CREATE MACRO cameo_code(code, sectors) AS nullif(concat(
    CASE WHEN body_role(code) IS NULL THEN cameo_place(code) ELSE concat(body_role(code), body_country(code), body_group(code)) END,
    array_to_string(list_filter(list_transform(coalesce(sectors, []), lambda s: cameo_role(s)), lambda x: x IS NOT NULL), '')), '');
CREATE MACRO shown(who) AS flat(coalesce(who.name, who.text));
-- 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by the first two digits
CREATE MACRO gdelt_quad(cameo) AS CASE WHEN left(cameo, 2) <= '05' THEN 1 WHEN left(cameo, 2) <= '08' THEN 2 WHEN left(cameo, 2) <= '13' THEN 3 ELSE 4 END;
CREATE MACRO icews_sectors(code, sectors) AS nullif(array_to_string(list_filter(
    list_concat([CASE WHEN body_role(code) IS NOT NULL THEN icews_sector(code) END], list_transform(coalesce(sectors, []), lambda s: icews_sector(s))),
    lambda x: x IS NOT NULL), ','), '');
-- POLECAT's lists: the word None where nothing is known, of one or of all
CREATE MACRO listed(x) AS CASE WHEN len(list_filter(x, lambda y: y IS NOT NULL)) = 0 THEN NULL
    ELSE array_to_string(list_transform(x, lambda y: coalesce(flat(replace(y, ';', ',')), 'None')), '; ') END;
