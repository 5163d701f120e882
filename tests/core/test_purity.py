"""What the contracts on imports cannot see: floats, and builtins whose answer is another in each process."""

import ast
from pathlib import Path

import pytest

import tansiq.core

FILES = sorted(Path(tansiq.core.__file__).parent.rglob("*.py"))
UNSURE = {
    "float",
    "round",
    "hash",
    "id",
    "open",
    "input",
    "print",
    "globals",
    "vars",
    "exec",
    "eval",
    "__import__",
    "set",
}


def impure(tree):
    for node in ast.walk(tree):
        match node:
            case ast.Constant(float() | complex()):
                yield node.lineno, f"the float {node.value}"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield node.lineno, "a division that makes a float"
            case ast.Call(ast.Name(name)) if name in UNSURE:
                yield node.lineno, f"a call of {name}()"
            case ast.Set() | ast.SetComp():
                yield node.lineno, "a set, whose order is another in each process"
            case ast.Global():
                yield node.lineno, "a global that is written"


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_the_core_counts_in_integers_and_asks_nobody(path):
    assert list(impure(ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    "line", ["a = 0.5", "a = b / 2", "a /= 2", "a = hash(b)", "for a in {1, 2}: pass", "a = set(b)", "global a"]
)
def test_the_check_sees(line):
    assert list(impure(ast.parse(line)))
