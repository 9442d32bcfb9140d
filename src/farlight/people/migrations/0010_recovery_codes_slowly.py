"""What is kept of recovery codes is hashed slowly, with a salt; those that were made before stay good."""

from hashlib import pbkdf2_hmac
from secrets import token_hex

from django.db import migrations, models

ROUNDS = 600_000


def hash_slowly(apps, schema_editor):
    """Hash the keyed hashes of before. It takes 0.15 s for each code that was not used."""
    codes = apps.get_model("people", "RecoveryCode").objects.using(schema_editor.connection.alias)
    for person in codes.values_list("person", flat=True).distinct().order_by():
        salt = token_hex(16)
        codes.filter(person=person).update(salt=salt)
        for code in codes.filter(person=person, used_at=None):
            code.fingerprint = pbkdf2_hmac("sha256", code.fingerprint.encode(), bytes.fromhex(salt), ROUNDS).hex()
            code.save(update_fields=["fingerprint"])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_sent_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='recoverycode',
            name='salt',
            field=models.CharField(default='', max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(hash_slowly, migrations.RunPython.noop),
    ]
