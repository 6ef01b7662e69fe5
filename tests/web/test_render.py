"""What every page shows of the installation is asked for once a second, and after every act."""

from lms.kit.site import Site
from lms.web import render


def test_the_site_is_remembered_for_a_second(monkeypatch):
    second, names = [100.0], iter(["One", "Two", "Three"])
    monkeypatch.setattr(render, "monotonic", lambda: second[0])
    site = render.RememberedSite(lambda: Site(next(names)))
    assert [site.get().name, site.get().name] == ["One", "One"]
    second[0] += 1.0
    assert site.get().name == "Two"
    site.forget()
    assert site.get().name == "Three"


def test_whoever_changes_the_name_sees_it_at_once(browse):
    emre = browse("emre")
    emre.get("/")
    emre.post("/admin/settings", {"name": "The Academy"})
    assert "The Academy" in emre.get("/").text
