"""The fields for an amount, typed and shown as the reader's language writes numbers, and for its currency."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

from peer_exchange.rules.amounts import read_amount

PLACES = 2  # digits after the decimal mark
LETTERS = 3  # of a currency
EXAMPLE = Decimal("12500.50")


class AmountField(forms.DecimalField):
    """A comma or a point, with or without marks between thousands; what could be read in two ways is asked again."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    default_error_messages = {
        "invalid": _("Write a number with at most two decimals and nothing else, for example %(example)s."),
        "max_digits": _("This number is too large. Check it for a digit too many."),
        "max_whole_digits": _("This number is too large. Check it for a digit too many."),
        "min_value": _("An amount cannot be below zero."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_digits": 14, "decimal_places": PLACES, **kwargs})

    def to_python(self, value: Any) -> Decimal | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        number = read_amount(typed, get_format("DECIMAL_SEPARATOR"))
        if number is None or int(number.as_tuple().exponent) < -PLACES:
            params = {"example": number_format(EXAMPLE, use_l10n=True, force_grouping=True)}
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params=params)
        return number

    def prepare_value(self, value: Any) -> Any:
        """Without the zeros that the database adds: 28, not 28.00."""
        if not isinstance(value, Decimal):
            return value
        plain = format(value.normalize(), "f")
        return plain.replace(".", get_format("DECIMAL_SEPARATOR"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except forms.ValidationError:
            return True


class MoneyField(AmountField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **kwargs)


class CurrencyField(forms.CharField):
    """An ISO 4217 code, in capitals whatever was typed; its own words for what is longer than that."""

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (len(value) == LETTERS and value.isascii() and value.isalpha()):
            raise forms.ValidationError(_("Write the currency with three letters, for example EUR."))
