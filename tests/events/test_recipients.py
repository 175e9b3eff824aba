"""Who is acted on: the doer's own means passed over, places reached and helped, parties told before."""

import pytest

pytestmark = pytest.mark.model


def events(coder, text):
    return [(e.category, [a.code for a in e.actors], [a.code for a in e.recipients]) for e in coder.code(text).events]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Portugal sent 300 troops to Mozambique on Monday.", "MOZ"),
        ("Spain is willing to withdraw its troops from Iraq.", "IRQ"),
        ("Norway gave 3 million euros for people hit by the flood in Nepal.", "NPL"),
        ("Sweden returned dozens of carvings to the government of Benin.", "BEN"),
    ],
)
def test_own_means_give_way_to_whom_they_reach(coder, text, expected):
    assert expected in events(coder, text)[0][2]


def test_own_troops_are_never_who_is_acted_on(coder):
    for text in (
        "Turkey deployed 200 soldiers on Friday.",
        "Italy offered to send troops.",
        "Rebels attacked Mali's army near Gao. Ghana offered to send 200 soldiers to guard the road.",
    ):
        assert not events(coder, text)[-1][2]


def test_a_possessive_that_means_the_doer_is_no_recipient(coder):
    found = events(coder, "The Syrian army intensified its bombardment of Turkish positions.")
    assert found
    assert all("SYR" not in recipients for _, _, recipients in found)


def test_who_denies_answers_the_accuser(coder):
    text = "Mali accused Algeria of arming rebels. Algeria denied the charge."
    denied = [e for e in coder.code(text).events if e.category == "REJECT"]
    assert [(a.code, a.implicit) for a in denied[0].recipients] == [("MLI", True)]
    assert any("rule 19" in reason for reason in denied[0].reasons)


def test_who_condemns_an_attack_condemns_the_attacker(coder):
    text = "Ethiopian troops attacked Eritrea on Sunday. Sudan condemned the attack."
    condemned = [e for e in coder.code(text).events if e.category == "ACCUSE"]
    assert [(a.code, a.implicit) for a in condemned[0].recipients] == [("ETH", True)]


def test_nobody_is_implied_where_nothing_was_told_before(coder):
    found = coder.code("Algeria denied the charge.").events
    assert [(e.category, e.recipients) for e in found] == [("REJECT", ())]


def test_a_month_is_no_march(coder):
    found = events(coder, "The coalition intervened in March 2015 and bombed Yemen. Iran condemned it on March 4.")
    assert found
    assert "PROTEST" not in {category for category, _, _ in found}


def test_a_name_no_list_has_stands_as_a_party_without_a_code(coder):
    found = coder.code("The U.S. Justice Department sued Brelvanta Holdings over bribes in Kenya.").events
    assert [(a.text, a.code) for e in found for a in e.recipients if "Brelvanta" in (a.text or "")] == [
        ("Brelvanta Holdings", None)
    ]


def test_a_refusal_told_by_a_negation_is_no_negated_refusal(coder):
    found = coder.code("The rebels will not hand over a single rifle to the Malian army, their leader said.").events
    assert [e.realis for e in found if e.category == "REJECT"] == [()]
