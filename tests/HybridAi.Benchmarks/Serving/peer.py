"""FastAPI and scikit-learn: what a prediction service usually is. PEER_TRAIN names the training file: a CSV with text and category."""
import csv
import os

from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

with open(os.environ["PEER_TRAIN"], newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
model.fit([row["text"] for row in rows], [row["category"] for row in rows])
app = FastAPI()


class Text(BaseModel):
    text: str


@app.post("/predict")
async def predict(request: Text):
    return {"label": str(model.predict([request.text])[0])}
