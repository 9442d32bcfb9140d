"""Forms of substances and of their dangers."""

from dataclasses import asdict, fields

from django import forms

from farlight.samples.domain.hazards import PACKING_GROUPS, PICTOGRAMS
from farlight.samples.types import Hazard, HazardDeclaration, Origin, SubstanceDetails, SubstanceKind
from farlight.samples.web.forms.objecting import ObjectingForm, choices_of, number_field

PICTOGRAM_WORDS = {
    "GHS01": "Explodes",
    "GHS02": "Burns",
    "GHS03": "Oxidises",
    "GHS04": "Gas under pressure",
    "GHS05": "Corrodes",
    "GHS06": "Poisonous",
    "GHS07": "Irritates",
    "GHS08": "Harms health",
    "GHS09": "Harms waters",
}
GROUPS = {"0": "none", "1": "1", "2": "2", "3": "3", "4": "4"}
_FLAGS = {
    "is_radioactive": "Radioactive",
    "is_exempt": "Below the limits of exemption",
    "is_nano": "Loose nanoparticles",
    "is_cmr": "Causes cancer, changes genes or harms unborn children (CMR)",
    "is_pyrophoric": "Catches fire in air by itself",
    "is_air_sensitive": "Sensitive to air",
    "is_moisture_sensitive": "Sensitive to moisture",
    "is_explosive": "Explosive",
    "is_controlled": "Needs a licence to be brought in",
}


class SubstanceForm(ObjectingForm):
    """What a substance is."""

    acronym = forms.CharField(
        label="Acronym",
        required=False,
        max_length=40,
        help_text="Short, of letters, digits, - and _; it names your files.",
    )
    name = forms.CharField(label="Name", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=[(kind.value, kind.label) for kind in SubstanceKind], required=False)
    formula = forms.CharField(label="Formula", required=False, max_length=200, help_text="Like C6 H12 O6.")
    cas = forms.CharField(label="CAS number", required=False, max_length=12)
    inchikey = forms.CharField(label="InChIKey", required=False, max_length=27)
    smiles = forms.CharField(label="SMILES", required=False, max_length=2000)
    sequence = forms.CharField(label="Sequence", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    molecular_weight_da = number_field("Molecular weight", least=0)
    density_g_per_cm3 = number_field("Density", least=0)
    origin = forms.ChoiceField(
        label="From a living being?",
        required=False,
        choices=choices_of({origin.value: origin.value for origin in Origin if origin.value}, empty="no"),
    )
    species = forms.CharField(label="Species", required=False, max_length=100)
    comment = forms.CharField(
        label="Comment", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def details(self) -> SubstanceDetails:
        """Return what was typed; only after ``is_valid``."""
        texts = {name: self.said(name) for name in ("formula", "cas", "inchikey", "smiles", "species", "comment")}
        return SubstanceDetails(
            kind=SubstanceKind(self.said("kind") or SubstanceKind.OTHER.value),
            origin=Origin(self.said("origin")),
            sequence="".join(self.said("sequence").split()),
            molecular_weight_da=self.number("molecular_weight_da"),
            density_g_per_cm3=self.number("density_g_per_cm3"),
            **texts,
        )


class HazardForm(ObjectingForm):
    """What is dangerous about a substance."""

    is_harmless = forms.BooleanField(label="It is harmless: none of what follows, as far as we know", required=False)
    max_mass_mg = number_field("Most that you bring at once", least=0)
    h_codes = forms.CharField(
        label="Hazard statements", required=False, help_text="From the safety data sheet, like H301, H315."
    )
    pictograms = forms.MultipleChoiceField(
        label="Pictograms",
        required=False,
        choices=[(sign, f"{sign} {PICTOGRAM_WORDS[sign]}") for sign in PICTOGRAMS],
        widget=forms.CheckboxSelectMultiple,
    )
    bio_group = forms.ChoiceField(label="Biological risk group", choices=choices_of(GROUPS), required=False)
    gmo_class = forms.ChoiceField(
        label="Genetically modified: class of contained use", choices=choices_of(GROUPS), required=False
    )
    isotope = forms.CharField(label="Isotope", required=False, max_length=10, help_text="Like U-238.")
    activity_bq = number_field("Activity", least=0)
    half_life_s = number_field("Half-life", least=0)
    un_number = forms.CharField(
        label="UN number", required=False, max_length=4, help_text="Four digits; for the carrier."
    )
    un_class = forms.CharField(label="Class", required=False, max_length=6, help_text="Like 6.1.")
    packing_group = forms.ChoiceField(
        label="Packing group", required=False, choices=choices_of({g: g for g in PACKING_GROUPS}, empty="none")
    )
    handling = forms.CharField(
        label="What must whoever opens the box know?", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    disposal = forms.CharField(label="What becomes of it afterwards?", required=False, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, label in _FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def declaration(self) -> HazardDeclaration:
        """Return what was typed; only after ``is_valid``."""
        said = {field.name: self.cleaned_data.get(field.name) for field in fields(HazardDeclaration)}
        codes = tuple(
            code.strip() for code in self.said("h_codes").upper().replace(";", ",").split(",") if code.strip()
        )
        texts = ("isotope", "un_number", "un_class", "packing_group", "handling", "disposal")
        said |= {name: self.said(name) for name in texts}
        said |= {name: int(self.said(name) or 0) for name in ("bio_group", "gmo_class")}
        return HazardDeclaration(**{**said, "h_codes": codes, "pictograms": tuple(said["pictograms"] or ())})  # type: ignore[arg-type]


def initial_hazards(declaration: HazardDeclaration) -> dict[str, object]:
    """Return a declaration as the texts of its form."""
    said = asdict(declaration)
    return {**said, "h_codes": ", ".join(declaration.h_codes), "pictograms": list(declaration.pictograms)}


class ReviewForm(ObjectingForm):
    """What the safety group decides."""

    hazard = forms.ChoiceField(
        label="Colour", choices=[(hazard.value, hazard.value) for hazard in Hazard], widget=forms.RadioSelect
    )
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        help_text="What those who handle it must do.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_until = forms.DateField(
        label="Valid until", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="Empty: no end."
    )
    reason = forms.CharField(
        label="Why not?", required=False, help_text="The group reads it.", widget=forms.Textarea(attrs={"rows": 2})
    )
