"""Everything that is generated is up to date, and one command makes it so."""

from sim import reference


def test_generated_files_are_up_to_date():
    assert reference.out_of_date() == [], "run: python -m sim.reference --write"


def test_the_command_names_what_is_out_of_date(tmp_path, monkeypatch, capsys):
    due = {tmp_path / "a.md": "new", tmp_path / "b.md": "same"}
    (tmp_path / "a.md").write_text("old")
    (tmp_path / "b.md").write_text("same")
    monkeypatch.setattr(reference, "generated", lambda: due)
    assert reference.main([]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'a.md'}\n"
    assert reference.main(["--write"]) == 0
    assert (tmp_path / "a.md").read_text() == "new"
    assert reference.main([]) == 0
