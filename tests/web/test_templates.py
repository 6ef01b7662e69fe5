"""Templates: fixed words are translated when compiled, values are escaped, signs remembered."""

import pytest
from markupsafe import Markup


@pytest.fixture
def french(sqlite_app):
    """The environment of French pages."""
    return sqlite_app.extensions["article60"].pages["fr"]


def test_fixed_words_are_translated(french):
    assert french.from_string('{{ _("Sign in") }}').render() != "Sign in"


def test_fixed_words_stand_in_the_compiled_template(french):
    assert "Sign in" not in french.compile('{{ _("Sign in") }}', raw=True)


def test_values_of_a_text_are_escaped(french):
    template = french.from_string('{{ _("Results: %(course)s", course=title) }}')
    assert "&lt;b&gt;" in template.render(title="<b>")
    assert "<i>" in template.render(title=Markup("<i>"))


def test_functions_and_macros_are_called_with_what_they_are_given(french):
    source = (
        "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() }}{% endmacro %}"
        "{% for x in [1] %}{% call m(x, b=x + 2) %}<{{ f(x, key=x) }}>{% endcall %}{% endfor %}"
    )
    assert french.from_string(source).render(f=lambda x, key: x + key) == "13<2>"


def test_a_remembered_sign_is_drawn_in_each_state(french):
    source = '{% import "macros.html" as ui %}{{ ui.icon("done") }}|{{ ui.icon("open") }}'
    done, unbegun = french.from_string(source).render().split("|")
    assert done != unbegun
    assert done.startswith("<svg")


def test_a_value_of_any_type_is_shown_escaped(french):
    page = french.from_string("{{ a }}|{{ b }}|{{ c }}").render(a="<", b=Markup("<b>"), c=["<"])
    assert page == "&lt;|<b>|[&#39;&lt;&#39;]"


def test_an_address_without_parts_stands_in_the_compiled_template(french):
    assert "'/learn'" in french.compile('{{ url_for("learning.list_my_learning") }}', raw=True)


def test_a_part_is_rendered_once_in_the_language(french):
    source = french.compile('{{ part("language_buttons.html") }}', raw=True)
    assert 'lang="fr" aria-current="true"' in source
