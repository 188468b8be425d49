-- The stars of each branch and year, step by step: score band → precondition → quota → veto or lagging.
--
-- Band: the highest star whose lowest score is reached, unrounded (94.5 is not 95); below all of them no star.
-- Precondition: if stated as not met, at most the stars of the rule set's limit; if not stated, no change.
-- Quota: from the highest star down, over all rated branches of the year under the same rule set, including vetoed
--     ones. Of n branches at most floor(share × n) keep the star, by score; ties at the cut keep it only if all of
--     them fit. A branch that loses a star competes among those with the next lower one.
-- Veto, then lagging: at most the stars of their limits. (The order of the four steps is an assumption.)
-- Reason: the last step that removed a star; band if none did.
--
-- reads:   branch_rating, rated_branch, star_bands, star_limits, star_quotas
-- grain:   year, branch_id
-- returns: the columns of branch_star

with recursive

banded as (

    select
        rated_branch.year,
        rated_branch.branch_id,
        coalesce(max(star_bands.star), 0) as band_star
    from rated_branch
    left join star_bands
        on rated_branch.rule_set = star_bands.rule_set
        and rated_branch.score >= star_bands.min_score
        and (star_bands.valid_from is null or star_bands.valid_from <= rated_branch.year)
        and (star_bands.valid_to is null or star_bands.valid_to >= rated_branch.year)
    group by rated_branch.year, rated_branch.branch_id

),

limits as (

    select distinct
        rated_branch.year,
        rated_branch.rule_set,
        star_limits.cause,
        star_limits.star_at_most
    from rated_branch
    inner join star_limits
        on rated_branch.rule_set = star_limits.rule_set
        and (star_limits.valid_from is null or star_limits.valid_from <= rated_branch.year)
        and (star_limits.valid_to is null or star_limits.valid_to >= rated_branch.year)

),

allowed as (

    select distinct
        rated_branch.year,
        rated_branch.rule_set,
        star_quotas.star,
        floor(star_quotas.share * rated_branch.rated_n) as places
    from rated_branch
    inner join star_quotas
        on rated_branch.rule_set = star_quotas.rule_set
        and (star_quotas.valid_from is null or star_quotas.valid_from <= rated_branch.year)
        and (star_quotas.valid_to is null or star_quotas.valid_to >= rated_branch.year)

),

conditioned as (

    select
        rated_branch.year,
        rated_branch.branch_id,
        rated_branch.rule_set,
        rated_branch.score,
        case
            when rated_branch.precondition_met = false and banded.band_star > limits.star_at_most
                then limits.star_at_most
            else banded.band_star
        end as precondition_star
    from rated_branch
    inner join banded
        on rated_branch.year = banded.year
        and rated_branch.branch_id = banded.branch_id
    left join limits
        on rated_branch.year = limits.year
        and rated_branch.rule_set = limits.rule_set
        and limits.cause = 'precondition'

),

-- One step per star, from the highest with a quota to the lowest.
cut (star_in_turn, year, branch_id, rule_set, score, star) as (

    select
        (select max(star) from star_quotas),
        year,
        branch_id,
        rule_set,
        score,
        precondition_star
    from conditioned

    union all

    select
        placed.star_in_turn - 1,
        placed.year,
        placed.branch_id,
        placed.rule_set,
        placed.score,
        cast(
            case
                when placed.star = placed.star_in_turn and placed.place > allowed.places then placed.star - 1
                else placed.star
            end as tinyint
        )
    from (
        select
            cut.*,
            count(*) over (
                partition by year, rule_set, star
                order by score desc
                range between unbounded preceding and current row
            ) as place
        from cut
    ) as placed
    left join allowed
        on placed.year = allowed.year
        and placed.rule_set = allowed.rule_set
        and placed.star_in_turn = allowed.star
    where placed.star_in_turn >= (select min(star) from star_quotas)

),

vetoed as (

    select
        branch_rating.year,
        branch_rating.branch_id,
        branch_rating.unit_id,
        branch_rating.current_unit_id,
        conditioned.rule_set,
        branch_rating.score,
        banded.band_star,
        conditioned.precondition_star,
        cut.star              as quota_star,
        case
            when branch_rating.veto and cut.star > veto.star_at_most then veto.star_at_most
            else cut.star
        end                   as veto_star,
        case
            when branch_rating.lagging then lagging.star_at_most
        end                   as lagging_at_most,
        branch_rating.star    as given_star
    from conditioned
    inner join branch_rating
        on conditioned.year = branch_rating.year
        and conditioned.branch_id = branch_rating.branch_id
    inner join banded
        on conditioned.year = banded.year
        and conditioned.branch_id = banded.branch_id
    inner join cut
        on conditioned.year = cut.year
        and conditioned.branch_id = cut.branch_id
        and cut.star_in_turn = (select min(star) from star_quotas) - 1
    left join limits as veto
        on conditioned.year = veto.year
        and conditioned.rule_set = veto.rule_set
        and veto.cause = 'veto'
    left join limits as lagging
        on conditioned.year = lagging.year
        and conditioned.rule_set = lagging.rule_set
        and lagging.cause = 'lagging'

)

select
    year,
    branch_id,
    unit_id,
    current_unit_id,
    rule_set,
    score,
    band_star,
    precondition_star,
    quota_star,
    case when veto_star > lagging_at_most then lagging_at_most else veto_star end as star,
    case
        when veto_star > lagging_at_most then 'lagging'
        when quota_star > veto_star then 'veto'
        when precondition_star > quota_star then 'quota'
        when band_star > precondition_star then 'precondition'
        else 'band'
    end                                                                            as reason,
    given_star
from vetoed
