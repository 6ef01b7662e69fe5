"""The questions' editor as a person uses it: open a form, change some fields, send it."""

import re
from html import unescape

import yaml

from lms.content import queries as content
from lms.kit.db import reading
from lms.workshop import queries
from tests import cast

HOME = "/teach/small/questions"


def sent(page):
    """Return what the editor's form sends as it stands on a page."""
    start = page.index('<form class="form"')
    form = page[start : page.index("</form>", start)]
    data = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        is_box = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and (not is_box or " checked" in tag):
            data[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL
    ):
        data[name] = unescape(value)
    for name, options in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else re.search(r'value="([^"]*)"', options)[1]
    return {**data, "act": "keep"}


def change(browser, name, **changes):
    """Open a question, change fields of its form and send it; names are written with _ for -."""
    address = f"{HOME}/bank/{name}"
    data = sent(browser.get(address).text)
    wanted = {key.replace("_", "-") if key[-1] != "_" else key[:-1]: value
              for key, value in changes.items()}  # fmt: skip
    return browser.post(address, data=data | wanted)


def kept():
    """Return the bank of the small course as Bruno has it."""
    with reading():
        copy = queries.get_copy(content.get_course("small"), cast.id_of("bruno"))
        return copy.read("questions/bank.yaml").decode()


def question(name):
    """Return a question of that bank as its file says it."""
    return next(one for one in yaml.safe_load(kept()) if one["id"] == name)
