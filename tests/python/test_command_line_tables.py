"""Tables as users have them: read by the command line, or refused by file and line."""

from __future__ import annotations

import pickle
import zipfile

import numpy as np
import pytest
from brenier.command_line.tables import read_table

CODES = [[0.25, 0.5], [0.75, 1.5], [-1e-3, 2.0]]
LINES = ["0.25,0.5", "0.75,1.5", "-0.001,2"]

TABLES = {
    "commas": "\n".join(LINES),
    "header": "\n".join(["x,y", *LINES, ""]),
    "quoted header": "\n".join(['"x","y"', *LINES]),
    "byte order mark": "\ufeffx,y\n" + "\n".join(LINES),
    "carriage returns": "\r\n".join(["x,y", *LINES, ""]),
    "semicolons": "x;y\n0.25;0.5\n0.75;1.5\n-0.001;2\n",
    "decimal commas": "x;y\n0,25;0,5\n0,75;1,5\n-0,001;2\n",
    "Excel": "sep=;\nx;y\n0,25;0,5\n0,75;1,5\n-0,001;2\n",
    "tabs": "x\ty\n0.25\t0.5\n0.75\t1.5\n-1e-3\t2\n",
    "tabs and decimal commas": "0,25\t0,5\n0,75\t1,5\n-0,001\t2\n",
    "blanks": "  0.25   0.5\n0.75 1.5\n\n -0.001 2.0\n",
    "comments": "# x y\n0.25 0.5  # first\n0.75 1.5\n-0.001 2\n",
    "spaces after commas": "x, y\n0.25, 0.5\n0.75,  1.5\n-0.001, 2\n",
    "a comma at the end": "0.25,0.5,\n0.75,1.5,\n-0.001,2,\n",
    "an index": "0,0.25,0.5\n1,0.75,1.5\n2,-0.001,2\n",
    "an index from one": "1;0,25;0,5\n2;0,75;1,5\n3;-0,001;2\n",
    "an index of floats": "0.0 0.25 0.5\n1.0 0.75 1.5\n2.0 -0.001 2\n",
    "pandas": ",0,1\n0,0.25,0.5\n1,0.75,1.5\n2,-0.001,2.0\n",
    "pandas, filtered": ",x,y\n3,0.25,0.5\n7,0.75,1.5\n90,-0.001,2.0\n",
    "R": '"","x","y"\n"1",0.25,0.5\n"2",0.75,1.5\n"3",-0.001,2\n',
    "R without a corner": "x y\na 0.25 0.5\nb 0.75 1.5\nc -0.001 2\n",
    "names": "place,x,y\nHere,0.25,0.5\nThere,0.75,1.5\nÜber,-0.001,2\n",
    "identifiers": "id,x,y\n17,0.25,0.5\n4,0.75,1.5\n99,-0.001,2\n",
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
@pytest.mark.parametrize("name", ["codes.csv", "codes.txt", "codes.tsv", "codes"])
def test_tables_are_read_whatever_they_look_like(tmp_path, kind, encoding, name):
    if encoding == "latin-1" and kind == "byte order mark":
        return
    path = tmp_path / name
    path.write_bytes(TABLES[kind].encode(encoding))
    np.testing.assert_array_equal(read_table(path, 2), CODES)


MASSES = {
    "a column": "0.5\n0.25\n0.25\n",
    "a row": "0.5,0.25,0.25\n",
    "a row of blanks": "0.5 0.25 0.25",
    "header": "mass\n0.5\n0.25\n0.25\n",
    "pandas": ",0\n0,0.5\n1,0.25\n2,0.25\n",
    "decimal commas": "id;mass\nA;0,5\nB;0,25\nC;0,25\n",
}


@pytest.mark.parametrize("kind", MASSES)
def test_masses_are_read_from_a_column_or_a_row(tmp_path, kind):
    path = tmp_path / "masses.csv"
    path.write_text(MASSES[kind], "utf-8")
    np.testing.assert_array_equal(read_table(path, 1), [0.5, 0.25, 0.25])


def test_one_site_is_a_table_too(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("0.25,0.5\n")
    np.testing.assert_array_equal(read_table(path, 2), [[0.25, 0.5]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", " is empty; expected numbers in a .npy"),
        ("\n  \n# nothing\n", " has no line with numbers"),
        ("\ufeff", " has no line with numbers"),
        ("x,y\n", " has no numbers below its header"),
        ("x,y\n1,2\n\n3,four\n", ", line 4: 'four' is no number"),
        ("1,2\n3,4,5\n", ", line 2 has 3 columns; expected 2, as line 1 has"),
        ("x,y\n1,2\n3\n", ", line 3 has 1 columns; expected 2, as line 2 has"),
        ("x,y\n1,2\n3,\n", ", line 3: there is an empty field"),
        ("x,y\n1,2\nnan,3\n", ", line 3: 'nan' is no finite number"),
        ("1,2\n3,-inf\n", ", line 2: '-inf' is no finite number"),
        ("x,y,z\n1,2,3\n1,2,3\n", " has 3 columns (line 2: 1,2,3); expected 2, or one more"),
        ("1\n2\n", " has 1 columns (line 1: 1); expected 2"),
        ("0,5 0,7\n0,1 0,2\n", " has 3 columns (line 1: 0,5 0,7); expected 2"),
        ("0,1\n0.5,0.25\n0.75,0.1\n", ", line 1: 0,1 may be a header or numbers"),
        ("1;2\n3;4.5.6\n", ", line 2: '4.5.6' is no number"),
    ],
)
def test_the_file_and_the_line_are_named(tmp_path, text, words):
    path = tmp_path / "bad.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError) as caught:
        read_table(path, 2)
    assert str(caught.value).startswith(f"{path}{words}")
    assert "expected" in str(caught.value)


def test_numbers_of_a_grid_are_no_header(tmp_path):
    path = tmp_path / "grid.csv"
    path.write_text("0,1\n1,0\n1,1\n")
    assert read_table(path, 2).tolist() == [[0, 1], [1, 0], [1, 1]]
    path.write_text("0.0,1.0\n0.5,0.25\n")
    assert read_table(path, 2).tolist() == [[0, 1], [0.5, 0.25]]


# Files of numpy's, and others


@pytest.mark.parametrize("name", ["codes.npy", "codes.npz", "codes.dat", "codes.csv"])
@pytest.mark.parametrize("save", [np.save, np.savez, np.savez_compressed])
def test_one_array_of_numpy_is_read_by_its_content(tmp_path, name, save):
    path = tmp_path / name
    with path.open("wb") as file:
        save(file, np.array(CODES, dtype=np.float32))
    array = read_table(path, 2)
    assert array.dtype == np.float32 and array.shape == (3, 2)


def archive(path, names):
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, b"x")


def plan(path):
    np.savez(path, brenier_format=1, sites=np.zeros(3))


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("two.npz", lambda p: np.savez(p, a=np.ones(2), b=np.ones(2)), r"holds 2 arrays \(a, b\)"),
        ("plan.npz", plan, "is a solved plan"),
        ("codes.pt", lambda p: archive(p, ["codes/data.pkl"]), "is a file of PyTorch"),
        ("codes.xlsx", lambda p: archive(p, ["xl/workbook.xml"]), "is an archive, without arrays"),
        ("none.npz", lambda p: archive(p, []), "archive"),
        ("codes.pkl", lambda p: p.write_bytes(pickle.dumps([1, 2])), "is a pickle, as of PyTorch"),
        ("old.pt", lambda p: p.write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF"), "is a pickle, as of"),
        ("bad.npz", lambda p: p.write_bytes(b"PK\x03\x04abc"), "is a damaged archive"),
        ("bad.npz", lambda p: archive(p, ["a.npy"]), "is not an .npz file of numbers"),
        ("bad.npy", lambda p: p.write_bytes(b"\x93NUMPY\x01\x00"), "is not a .npy file of numbers"),
        (
            "objects.npy",
            lambda p: np.save(p, np.array([{}], dtype=object)),
            r"is not a .npy file of numbers: it holds Python objects; save array.astype\(float\)",
        ),
        ("codes.png", lambda p: p.write_bytes(b"\x89PNG\r\n\x00\x01\x02"), "is neither text nor"),
    ],
)
def test_other_files_are_called_what_they_are(tmp_path, name, make, words):
    path = tmp_path / name
    make(path)
    with pytest.raises(ValueError, match=words) as caught:
        read_table(path, 2)
    assert str(caught.value).startswith(str(path))
