"""What every form stands on: attributes that are written as WTForms itself writes them."""

from hypothesis import given
from hypothesis import strategies as st
from wtforms import StringField
from wtforms.widgets import html_params

from lms.web.forms import Form, attributes

NAMES = st.sampled_from(
    ["id", "class_", "required", "data_a_b", "aria_label", "aria-invalid", "dir"]
)
VALUES = st.one_of(st.booleans(), st.text(), st.integers(), st.just("\"<&'>"))


@given(st.dictionaries(NAMES, VALUES))
def test_attributes_are_written_as_wtforms_writes_them(named):
    assert attributes(**named) == html_params(**named)


def test_fields_are_written_by_it():
    class Named(Form):
        name = StringField("Name")

    field = Named(data={"name": '"><script>'}).name
    assert field(data_x=True) == (
        '<input data-x id="name" name="name" type="text" value="&#34;&gt;&lt;script&gt;">'
    )
