"""What changed in a page is found: the block, and in it the paragraph, point or row."""

from __future__ import annotations

import pytest

from packager.preview.difference import Spot, first_difference

PAGE = """<main>
<section class="block" id="text-1"><h2>Bread</h2><p>Flour and <em>water</em>.</p>
<ul><li>Salt<ul><li>fine</li><li>coarse</li></ul></li><li><p>Yeast</p></li></ul>
<table><tr><td>Oven</td><td>hot</td></tr><tr><td>Time</td><td>long</td></tr></table><p><img src="a.png" alt=""></p>
</section>
<section class="block" id="check"><fieldset><legend>Which?</legend><label>This</label></fieldset></section>
</main>"""


@pytest.mark.parametrize(
    ("old", "new", "spot"),
    [
        ("<em>water</em>", "<em>milk</em>", Spot("text-1", "p", "Flour and milk.")),
        ("Bread", "Loaf", Spot("text-1", "h2", "Loaf")),
        ("coarse", "very\n coarse", Spot("text-1", "li", "very coarse")),
        ("Yeast", "Yeast &amp; time", Spot("text-1", "p", "Yeast & time")),
        ("<td>long", "<td>short", Spot("text-1", "tr", "Timeshort")),
        ("<table>", "<p>Then:</p><table>", Spot("text-1", "p", "Then:")),
        ("<li>fine</li>", "", Spot("text-1", "li", "coarse")),
        ("<p>Flour and <em>water</em>.</p>", "", Spot("text-1", "li", "fine")),
        ("a.png", "b.png", Spot("text-1", "p", "")),
        ("This", "That", Spot("check", "label", "That")),
        ("</main>", '<section id="more"><p>More</p></section></main>', Spot("more")),
        ("</main>", "<p>Behind</p></main>", None),
        ('id="text-1"', 'id="text-9"', Spot("text-9")),
    ],
)
def test_the_first_difference_is_found(old: str, new: str, spot: Spot | None) -> None:
    assert PAGE.count(old) == 1
    assert first_difference(PAGE, PAGE.replace(old, new)) == spot
