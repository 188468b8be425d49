-- The rows of a source that hold data, with form numbers in half width and without outer spaces (most are so already,
-- and translating is dear). Other texts stay as written: they are looked up as whole words.
--
-- reads:   given_row (one row an answer; texts, never null; skipped: 1 where the row holds no data)
-- grain:   part, source_row (null where the engine cannot number rows)
-- returns: the grain, form_id, survey_year, wave, unit_id, item, group, channel, division_code, scale_id, answer
-- Portable: also runs where a province's answers outgrow one machine.

select
    part,
    source_row,
    case
        when regexp_matches(form_id, '[^!-~]') then trim(
            translate(
                form_id,
                '　！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ＿ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                ' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
            )
        )
        else form_id
    end as form_id,
    survey_year,
    wave,
    unit_id,
    item,
    "group",
    channel,
    division_code,
    scale_id,
    answer
from given_row
where skipped = 0
