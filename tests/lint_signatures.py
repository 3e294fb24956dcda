"""Writes src/lint/albumentations.json: the constructor arguments of every class, by version.

    python tests/lint_signatures.py 1.3.1=FOLDER 1.4.24=FOLDER 2.0.8=FOLDER

where each FOLDER holds the unpacked wheel of that version. Sources are read, not imported.
"""

import ast
import json
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "src" / "lint" / "albumentations.json"
# Base classes whose arguments every transform has.
ROOTS = {"BasicTransform", "Transform", "ImageOnlyTransform", "DualTransform", "NoOp"}


def literal(node: ast.expr) -> object:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return list(value) if isinstance(value, tuple) else value


def classes(folder: Path) -> dict[str, ast.ClassDef]:
    found = {}
    for path in sorted((folder / "albumentations").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, node)
    return found


def signature(name: str, known: dict[str, ast.ClassDef]) -> dict[str, object] | None:
    """Arguments with defaults; of a base class where the class has no constructor of its own."""
    node = known.get(name)
    if node is None:
        return None
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            args = [*item.args.args[1:], *item.args.kwonlyargs]
            defaults = [None] * (len(item.args.args) - 1 - len(item.args.defaults))
            defaults += [literal(d) for d in item.args.defaults]
            defaults += [literal(d) if d else None for d in item.args.kw_defaults]
            return dict(zip([a.arg for a in args], defaults))
    for base in node.bases:
        found = signature(ast.unparse(base).split("[")[0].rsplit(".")[-1], known)
        if found is not None:
            return found
    return None


def transforms(folder: Path) -> dict[str, dict[str, object]]:
    known = classes(folder)

    def is_one(name: str, depth: int = 0) -> bool:
        node = known.get(name)
        if name in ROOTS or name == "BaseCompose":
            return True
        bases = [ast.unparse(b).split("[")[0].rsplit(".")[-1] for b in node.bases] if node else []
        return depth < 9 and any(is_one(b, depth + 1) for b in bases)

    out = {}
    for name in sorted(known):
        if name[0] != "_" and is_one(name) and name not in ROOTS - {"NoOp"} and not name.startswith("Base"):
            found = signature(name, known)
            if found is not None:
                out[name] = found
    return out


def main() -> None:
    versions = dict(arg.split("=", 1) for arg in sys.argv[1:])
    tables = {version: transforms(Path(folder)) for version, folder in versions.items()}
    # Defaults matter where the file is loaded: in the newest.
    newest = list(tables)[-1]
    data = {version: table if version == newest else {c: list(a) for c, a in table.items()} for version, table in tables.items()}
    rows = []
    for version, table in data.items():
        lines = [f"    {json.dumps(c)}: {json.dumps(a, sort_keys=False)}" for c, a in table.items()]
        rows.append(f"  {json.dumps(version)}: {{\n" + ",\n".join(lines) + "\n  }")
    OUT.write_text("{\n" + ",\n".join(rows) + "\n}\n")
    print(OUT, {v: len(t) for v, t in tables.items()})


main()
