"""api/openapi.yaml read by a machine: finds the operation of a request and holds bodies against their schemas.

Only the part of JSON Schema the contract uses is understood; a keyword that is not understood is an error, so that
the contract cannot say more than is checked.
"""
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BASE = "/api/v1"
METHODS = ("get", "post", "put", "patch", "delete")
INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
UNCHECKED = {"description", "default", "format", "title", "summary"}


def is_signing_in(template):
    """Operations that sign_in_test.py and elsewhere_test.py drive."""
    return (template.startswith(("/session/code", "/session/factor", "/session/tokens", "/session/oidc", "/sign-in"))
            or template.endswith(("/factor", "/tokens", "/tokens/{token}")))


class Mismatch(AssertionError):
    pass


class Contract:
    def __init__(self, path=ROOT / "api" / "openapi.yaml"):
        self.document = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.operations = {}  # (METHOD, template) -> operation
        for template, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operations[(method.upper(), template)] = item[method]

    def find(self, method, path):
        """The (METHOD, template) a request path belongs to; literal segments win."""
        path = path.split("?")[0]
        if not path.startswith(BASE):
            return None
        parts = path[len(BASE):].split("/")
        best = None
        for verb, template in self.operations:
            wanted = template.split("/")
            if verb != method or len(wanted) != len(parts):
                continue
            if all(w == p or (w.startswith("{") and p) for w, p in zip(wanted, parts)):
                literals = sum(w == p for w, p in zip(wanted, parts))
                if best is None or literals > best[0]:
                    best = (literals, (verb, template))
        return best and best[1]

    def resolve(self, schema):
        while "$ref" in schema:
            node = self.document
            for part in schema["$ref"].lstrip("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def response(self, operation, status):
        responses = self.operations[operation]["responses"]
        return self.resolve(responses.get(str(status)) or responses["default"])

    def names_status(self, operation, status):
        return str(status) in self.operations[operation]["responses"]

    def request_schema(self, operation):
        body = self.operations[operation].get("requestBody")
        return body and body["content"].get("application/json", {}).get("schema")

    def check(self, schema, value, where="$"):
        schema = self.resolve(schema)
        unknown = set(schema) - UNCHECKED - set(CHECKS)
        if unknown:
            raise Mismatch(f"{where}: the contract uses {unknown}, which is not checked")
        for keyword, wanted in schema.items():
            if keyword in CHECKS:
                CHECKS[keyword](self, wanted, value, where, schema)
        if schema.get("format") == "date-time" and value is not None and not INSTANT.match(value):
            raise Mismatch(f"{where}: {value!r} is no instant")


def is_type(name, value):
    return {"string": isinstance(value, str), "boolean": isinstance(value, bool), "null": value is None,
            "integer": isinstance(value, int) and not isinstance(value, bool),
            "number": isinstance(value, (int, float)) and not isinstance(value, bool),
            "object": isinstance(value, dict), "array": isinstance(value, list)}[name]


def fail_unless(good, where, text):
    if not good:
        raise Mismatch(f"{where}: {text}")


def check_type(_, wanted, value, where, __):
    names = wanted if isinstance(wanted, list) else [wanted]
    fail_unless(any(is_type(n, value) for n in names), where, f"{value!r:.200} is not {wanted}")


def check_properties(contract, wanted, value, where, _):
    if isinstance(value, dict):
        for name, schema in wanted.items():
            if name in value:
                contract.check(schema, value[name], f"{where}.{name}")


def check_required(_, wanted, value, where, __):
    if isinstance(value, dict):
        missing = [name for name in wanted if name not in value]
        fail_unless(not missing, where, f"lacks {missing}")


def check_additional(_, wanted, value, where, schema):
    if wanted is False and isinstance(value, dict):
        more = set(value) - set(schema.get("properties", {}))
        fail_unless(not more, where, f"has {more}, which the contract does not name")


def check_items(contract, wanted, value, where, _):
    if isinstance(value, list):
        for i, one in enumerate(value):
            contract.check(wanted, one, f"{where}[{i}]")


def check_one_of(contract, wanted, value, where, _):
    reasons, fits = [], 0
    for schema in wanted:
        try:
            contract.check(schema, value, where)
            fits += 1
        except Mismatch as mismatch:
            reasons.append(str(mismatch))
    fail_unless(fits == 1, where, f"fits {fits} of the alternatives: {'; '.join(reasons)}")


def check_all_of(contract, wanted, value, where, _):
    for schema in wanted:
        contract.check(schema, value, where)


def number_check(test):
    def check(_, wanted, value, where, __):
        if is_type("number", value):
            fail_unless(test(value, wanted), where, f"{value} is out of bounds {wanted}")
    return check


def length_check(kind, test):
    def check(_, wanted, value, where, __):
        if isinstance(value, kind):
            fail_unless(test(len(value), wanted), where, f"length {len(value)} is out of bounds {wanted}")
    return check


def check_pattern(_, wanted, value, where, __):
    if isinstance(value, str):
        fail_unless(re.search(wanted, value), where, f"{value!r} does not match {wanted}")


CHECKS = {
    "type": check_type, "properties": check_properties, "required": check_required,
    "additionalProperties": check_additional, "items": check_items, "oneOf": check_one_of, "allOf": check_all_of,
    "enum": lambda _, wanted, value, where, __: fail_unless(value in wanted, where, f"{value!r} is none of {wanted}"),
    "minimum": number_check(lambda v, w: v >= w), "maximum": number_check(lambda v, w: v <= w),
    "minLength": length_check(str, lambda n, w: n >= w), "maxLength": length_check(str, lambda n, w: n <= w),
    "minItems": length_check(list, lambda n, w: n >= w), "maxItems": length_check(list, lambda n, w: n <= w),
    "minProperties": length_check(dict, lambda n, w: n >= w), "pattern": check_pattern,
}
