"""Every rule of the club, in one visible table. A rule is one short function.

A rule looks at the club and yields findings; its docstring is the rule. Codes F and most
S are found while reading and typing the sources, before any rule can run.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from generator.core.findings import Finding
from generator.records import FieldRefused
from generator.rules import (
    copies,
    dates,
    mandates,
    people,
    privacy,
    quality,
    references,
    sections,
    text,
    watch,
)
from generator.rules.context import Alone, Context, Rule, alone

RULES: tuple[Rule, ...] = (
    references.unknown_reference,
    references.self_reference,
    references.unknown_term,
    references.unknown_area,
    references.former_commune,
    references.reserved_address,
    references.alias_taken,
    references.address_gone,
    references.signed_twice,
    people.same_person_twice,
    people.shared_contact,
    mandates.wrong_place,
    mandates.same_mandate_twice,
    mandates.one_seat_two_holders,
    mandates.incompatible_mandates,
    mandates.signature_without_mandate,
    copies.same_sheet_twice,
    copies.pasted_twice,
    dates.end_before_start,
    dates.accomplished_in_the_future,
    dates.meeting_id,
    dates.more_participants_than_people,
    dates.planned_in_the_past,
    dates.months_without_meeting,
    dates.done_and_not_done,
    dates.signature_out_of_time,
    dates.open_after_deadline,
    dates.answered_before_it_was_asked,
    watch.impossible_order,
    watch.foreign_stage,
    watch.next_stage_passed,
    watch.law_without_reference,
    privacy.missing_consent,
    privacy.withheld,
    privacy.withdrawn_consent,
    privacy.contact_after_mandate,
    privacy.erased,
    privacy.old_consent,
    privacy.invalid_contact,
    privacy.contact_in_text,
    privacy.birth_date,
    privacy.home_address,
    privacy.unused_public_contact,
    privacy.image_file,
    text.raw_html,
    text.hidden_character,
    text.orphan_note,
    text.forbidden_link,
    text.distant_image,
    text.dead_internal_link,
    text.dead_anchor,
    text.first_level_title,
    text.too_complex,
    text.foreign_writing,
    text.title_of_courtesy,
    sections.misnamed_section,
    sections.missing_section,
    quality.meeting_without_notes,
    quality.undated_task,
    quality.announced_and_missing,
    quality.answers_and_status,
    quality.expected_field,
    quality.standard_page,
    quality.adaptation_of_nothing,
)


# Those whose findings may come with an answer that can be written at once.
ANSWERING: tuple[Rule, ...] = (
    references.unknown_reference,
    references.unknown_term,
    references.unknown_area,
    text.first_level_title,
    sections.misnamed_section,
    privacy.invalid_contact,
)


# Those that look at what members alone see.
PRIVATE: tuple[Rule, ...] = (
    people.shared_contact,
    privacy.missing_consent,
    privacy.withheld,
    privacy.withdrawn_consent,
    privacy.contact_after_mandate,
    privacy.erased,
    privacy.old_consent,
    privacy.invalid_contact,
    privacy.contact_in_text,
    privacy.birth_date,
    privacy.home_address,
)


def check(context: Context, rules: tuple[Rule, ...] = RULES) -> Iterator[Finding]:
    """Apply rules, to the club and to what it has set aside; some lines may come twice."""
    by_source: Rule = partial(alone, rules=[rule for rule in rules if isinstance(rule, Alone)])
    every = (by_source, *(rule for rule in rules if not isinstance(rule, Alone)))
    for rule in every:
        yield from rule(context)
    for entry, record in context.club.aside:
        one = replace(context, club=context.club.alone(entry, record))
        for rule in every:
            # A rule that needs what was refused has nothing to say until it is mended.
            with suppress(FieldRefused):
                yield from (f for f in rule(one) if f.path == entry.path)


__all__ = ["ANSWERING", "PRIVATE", "RULES", "Context", "check"]
