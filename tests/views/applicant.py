"""An applicant who fills the one form over HTTP, as a browser without JavaScript would."""

from io import BytesIO
from random import Random

from PIL import Image

from form_builder.sample import sample
from storage.loading import load_catalogue
from tests.views.desk_case import CATALOGUE
from tests.views.house import NOW, token_of
from views.asking import typed_from
from views.drafts import value_at
from views.one_form import one_form

PERMITS = ("food_business", "tobacco", "publication_retail")


class Applicant:
    """`draft` is the id of the draft that `begin` made."""

    def __init__(self, house, login="lin"):
        if not house.store.published.heads("permit"):
            load_catalogue(house.store, CATALOGUE, now=NOW, author="system")
        self.house, self.client = house, house.signed_in(login)
        self.token = token_of(self.client)
        self.draft = ""

    def begin(self, permits=PERMITS):
        answer = self.post("/apply", permits=list(permits))
        assert answer.status_code == 303, answer.text
        self.draft = answer.location.rpartition("/")[2]
        return self

    def get(self, path, **how):
        return self.client.get(path, **how)

    def post(self, path, htmx=False, **fields):
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(path, data={"csrf": self.token, **fields}, headers=headers)

    def save(self, key, htmx=True, **fields):
        """One field, as htmx sends it."""
        return self.post(f"/apply/{self.draft}/fields/{key}", htmx, **fields)

    def upload(self, key, name="现场.png", data=None):
        file = (BytesIO(data or a_picture(key)), name)
        return self.post(f"/apply/{self.draft}/files/{key}", file=file)

    def kept(self):
        return self.house.store.drafts.get(self.draft)

    def form(self):
        with self.house.app.test_request_context():
            return one_form(self.kept())

    def fill(self, seed=1):
        """Every section filled with valid answers; returns them."""
        form = self.form()
        answers = sample(form.merged, Random(seed))
        for section in form.sections:
            given = [f for f in section.fields if f.type != "material"]
            typed = {}
            for field in given:
                typed |= typed_from(field, value_at(answers, field.key))
            path = f"/apply/{self.draft}/sections/{section.key}"
            self.post(path, asked=[f.key for f in given], **typed)
            for field in section.fields:
                if field.type == "material" and field.key in answers:
                    assert self.upload(field.key).status_code == 303
        return answers

    def submit(self, **fields):
        form, draft = self.form(), self.kept()
        promised = [p.id for p in form.permits.values() if p.commitment]
        sent = {"revision": str(draft.revision), "commit": promised} | fields
        return self.post(f"/apply/{self.draft}/submit", **sent)


def a_picture(text):
    out = BytesIO()
    Image.new("RGB", (60, 80), (len(text) * 7 % 255, 120, 90)).save(out, "PNG")
    return out.getvalue()
