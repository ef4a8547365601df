"""Joining style sheets: layers kept, addresses moved, order kept."""

import pytest

from academy.stylesheets import bundle, rebase

FILES = {
    "css/main.css": """/* entry */
@layer a, b;
@import url("one.css") layer(a);
@import url("sub/two.css") layer(b);
@import url("bare.css");
""",
    "css/one.css": "p { color: red }",
    "css/sub/two.css": """/* note */
b { background: url("../../img/x.svg") }
i { mask: url("data:image/svg+xml,%3Csvg") }
""",
    "css/bare.css": "@font-face { src: url(f.woff2) }",
}


def test_imports_become_layers_in_their_order():
    css = bundle("css/main.css", FILES.__getitem__)
    assert css.splitlines()[0] == "@layer a, b;"
    assert css.index("@layer a {") < css.index("color: red") < css.index("@layer b {") < css.index("@font-face")
    assert "@import" not in css
    assert "note" not in css


def test_addresses_are_seen_from_the_joined_sheet():
    css = bundle("css/main.css", FILES.__getitem__)
    assert 'url("../img/x.svg")' in css
    assert 'url("data:image/svg+xml,%3Csvg")' in css
    assert 'url("f.woff2")' in css


def test_absolute_addresses_stay():
    assert (
        rebase('a { b: url("/static/x.svg") }', source="css/a/b.css", target="css/c.css")
        == 'a { b: url("/static/x.svg") }'
    )


def test_an_import_inside_an_import_is_refused():
    files = {"m.css": '@import url("n.css") layer(x);\n', "n.css": '@import url("o.css");\n'}
    with pytest.raises(ValueError, match=r"n\.css"):
        bundle("m.css", files.__getitem__)
