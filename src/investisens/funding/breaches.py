"""A rule that a plan breaks, before anybody says where it stands in a file."""

from __future__ import annotations

import attrs

from investisens.values.checking import checked
from investisens.values.errors import Finding, Severity


@attrs.frozen(kw_only=True, field_transformer=checked)
class Breach:
    """A broken rule of a plan, with the use and the source concerned.

    Attributes:
        enterprise: Whose plan it is; empty for all of them.
        use: The use concerned; empty for the whole plan.
        source: The source concerned; empty for all of them.
        found: What the plan says.
        expected: What the rule asks for.
        remedy: What to do about it.
        rule: The rule, and where it comes from.
        severity: Error or warning.

    >>> Breach(enterprise="E1", use="U1", found="a", expected="b", remedy="c", rule="d").where
    'E1 U1'
    """

    enterprise: str
    use: str = ""
    source: str = ""
    found: str
    expected: str
    remedy: str
    rule: str
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """Enterprise, use and source."""
        return " ".join(filter(None, (self.enterprise, self.use, self.source)))

    def finding(self, where: str = "") -> Finding:
        """The same as a finding, at a place of a file if one is given."""
        return Finding(
            where=where or self.where,
            found=self.found,
            expected=self.expected,
            remedy=self.remedy,
            severity=self.severity,
            rule=self.rule,
        )
