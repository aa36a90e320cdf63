"""Reports for the staff of the club: from the linked records to rows, then to a text.

A report reads the records and says where each row is edited. It never holds the value of a
contact detail: it is made to be sent by e-mail and opened in a spreadsheet.
"""

from collections.abc import Callable
from datetime import date

from generator.club import Club
from generator.reports import mandates
from generator.reports.forms import FORMS
from generator.reports.model import Group, Report, Row

# Name on the command line: what makes it, from the club, the day, and the months that contact
# details outlive a mandate.
REPORTS: dict[str, Callable[[Club, date, int], Report]] = {"mandates": mandates.report}

__all__ = ["FORMS", "REPORTS", "Group", "Report", "Row"]
