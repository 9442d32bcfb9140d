"""What samples came out of."""

from django.db import connection

_ANCESTORS = """
    WITH RECURSIVE above(id) AS (
        SELECT parent_id FROM samples_samplerelation WHERE child_id = %s
        UNION
        SELECT r.parent_id FROM samples_samplerelation r JOIN above ON r.child_id = above.id
    )
    SELECT id FROM above
"""


def ancestors_of(key: int) -> set[int]:
    """Return the keys of all samples that a sample came out of, however long ago."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [key])
        return {row[0] for row in cursor.fetchall()}
