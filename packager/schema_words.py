"""What a validator says of a document, in words that tell what to do."""

from __future__ import annotations

import re

_NAMESPACE = re.compile(r"\{[^{}'\s]*[:/][^{}'\s]*\}")
#: What the schema calls an element of any other namespace.
_OTHERS = re.compile(r"##other\*?")
_PLACE = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<said>.*)", re.DOTALL)
_ID_FORM = "An identifier begins with a letter or _, goes on with letters, digits, - _ and ., and is used once."
#: How values of a type are written.
_FORMS = {
    "ID": _ID_FORM,
    "IDREF": "Name an identifier that stands in the manifest.",
    "boolean": 'Write "true" or "false".',
    "anyURI": "Write a relative address, blanks as %20.",
    "duration": "Write a duration such as PT1H30M.",
    "dateTime": "Write a moment such as 2027-03-31T12:00:00.",
    "decimal": "Write a number with a point.",
    "nonNegativeInteger": "Write a whole number.",
    "positiveInteger": "Write a whole number from 1 on.",
    "language": "Write a language tag such as en or pt-BR.",
    "LanguageIdOrNone": "Write a language tag such as en or pt-BR, or none.",
}
_LONGEST = 200

#: What is said, the sentence that tells it, and what to do. `{0}`, `{1}`: what the pattern found; `{place}`: where.
_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), message, hint)
    for pattern, message, hint in (
        (
            r"This element is not expected\. Expected is (?:one of )?\( (.*?) \)\.",
            "{place} cannot stand here.",
            "Allowed here: {0}. The order counts: move it to where it belongs, or take it out.",
        ),
        (r"This element is not expected\.", "{place} cannot stand here.", "Take it out, or move it."),
        (
            r"Missing child element\(s\)\. Expected is (?:one of )?\( (.*?) \)\.",
            "{place} lacks something that must stand in it.",
            "Put in: {0}.",
        ),
        (r"The attribute '(.*)' is required but missing\.", "{element} lacks {0}.", 'Add {0}="...".'),
        (
            r"The attribute '(.*)' is not allowed\.",
            "{element} has {0}, which the schema does not know there.",
            "Take it out, or look at its spelling and its prefix.",
        ),
        (
            r"\[facet 'enumeration'\] The value '(.*)' is not an element of the set \{(.*)\}\.",
            '{place} is "{0}".',
            "Write one of: {1}.",
        ),
        (
            r"\[facet 'maxLength'\] The value has a length of '(\d+)'; this exceeds the allowed maximum length of "
            r"'(\d+)'\.",
            "{place} has {0} characters; {1} are allowed.",
            "Shorten it.",
        ),
        (
            r"\[facet 'minLength'\].*",
            "{place} is empty.",
            "Write something there, or take it out.",
        ),
        (
            r"\[facet '(?:min|max)(?:Ex|In)clusive'\] The value '(.*)' is (?:less|greater) than the (?:min|max)imum "
            r"value allowed \('(.*)'\)\.",
            "{place} is {0}, and {1} is the limit.",
            "Write a value within it.",
        ),
        (
            r"\[facet 'pattern'\] The value '(.*)' is not accepted by the pattern '(.*)'\.",
            '{place} is "{0}", which is out of shape.',
            "It must match: {1}",
        ),
        (r"'(.*)' is not a valid value of the .*type '(?:xs:)?(.*)'\.", '{place} is "{0}", which is no {1}.', "{form}"),
        (
            r"No matching global (?:element|attribute) declaration available, but demanded by the strict wildcard\.",
            "{place} is in no schema of SCORM.",
            "It is an addition of the program that made the package, and LMSs pass over it; to conform strictly, take "
            "it out.",
        ),
        (
            r"No matching global declaration available for the validation root\.",
            "{place} is of a namespace that this version of SCORM does not have.",
            "Each version has its own, for manifests and for metadata: look at xmlns.",
        ),
        (
            r"Character content other than whitespace is not allowed .*",
            "Text stands in {place}, where only elements may stand.",
            "Take the text out.",
        ),
        (
            r"Character content is not allowed, because the content type is empty\.",
            "{place} must be empty.",
            "Take out what stands in it.",
        ),
    )
)


def told(said: str) -> tuple[str, str, bool]:
    """A sentence, what to do, and whether it says which rule of a type is broken: then what comes next adds nothing."""
    plain = _OTHERS.sub("any of another namespace", _NAMESPACE.sub("", said))
    whole = _PLACE.fullmatch(plain.strip())
    if whole is None:
        return _cut(plain), "", False
    element = f"<{whole['element']}>"
    place = f"{whole['attribute']} of {element}" if whole["attribute"] else element
    for pattern, message, hint in _RULES:
        if match := pattern.fullmatch(whole["said"]):
            found = [_cut(group) for group in match.groups()]
            form = _FORMS.get(match[2], "") if "{form}" in hint and match.lastindex == 2 else ""
            filled = (text.format(*found, place=place, element=element, form=form) for text in (message, hint))
            return next(filled), next(filled), "[facet" in whole["said"]
    return _cut(f"{place}: {whole['said']}"), "", False


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
