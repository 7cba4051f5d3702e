"""What a program in Python does with the client that is made from /openapi.json."""

import json
import sys
from io import BytesIO
from pathlib import Path

from trainspot_client import AuthenticatedClient, Client
from trainspot_client.api.cases import open_case, read_case
from trainspot_client.api.checks import check_picture
from trainspot_client.api.lookups import look_up_rows
from trainspot_client.api.suppressions import lift_suppression, suppress_rows
from trainspot_client.models import (
    CheckPictureFilesBody,
    LiftSuppressionBody,
    OpenCaseBody,
    OpenCaseBodyMatchesItem,
    Problem,
    SuppressRowsJsonBody,
)
from trainspot_client.types import File

address, admin_key, picture_path = sys.argv[1:]
client = Client(base_url=address)


def with_key(key: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=address, token=key)


def expect_answer(answer):
    if answer is None or isinstance(answer, Problem):
        raise RuntimeError(f"refused: {answer}")
    return answer


picture = File(payload=BytesIO(Path(picture_path).read_bytes()), file_name="mine.jpg", mime_type="image/jpeg")
check = expect_answer(check_picture.sync(client=client, body=CheckPictureFilesBody(picture=picture, limit=3)))
match = check.matches[0]
channels = [
    {**check.channels[id].to_dict(), **match.channel_details[id].to_dict()} for id in match.channel_ids
]

found = expect_answer(look_up_rows.sync(client=client, url_query=match.url, limit=5))

row = OpenCaseBodyMatchesItem(dataset=match.dataset, release=match.release, row_id=match.row_id, url=match.url)
opened = expect_answer(open_case.sync(client=client, body=OpenCaseBody(title="Mine", matches=[row])))
read = expect_answer(read_case.sync("mine", client=with_key(opened.token)))

admin = with_key(admin_key)
wish = SuppressRowsJsonBody(url=match.url, reason="The artist asked.")
suppression = expect_answer(suppress_rows.sync(client=admin, body=wish))
refusal = suppress_rows.sync(client=with_key("not the key"), body=wish)
gone = expect_answer(look_up_rows.sync(client=client, url_query=match.url))
expect_answer(lift_suppression.sync(suppression.id, client=admin, body=LiftSuppressionBody()))

print(
    json.dumps(
        {
            "answer": check.verdict.answer,
            "grade": match.grade,
            "sameChannels": channels == [channel.to_dict() for channel in match.channels] and len(channels) > 0,
            "foundRow": found.items[0].row_id == match.row_id,
            "title": read.title,
            "caseMatches": len(read.matches),
            "hidden": suppression.rows,
            "refusal": refusal.code,
            "left": len(gone.items),
        }
    )
)
