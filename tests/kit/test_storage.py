"""Files by the hash of their content."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.kit import storage


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_put_comes_back(tmp_path, content):
    storage.use(tmp_path)
    name = storage.put(content)
    assert name == hashlib.sha256(content).hexdigest()
    assert storage.put(content) == name
    assert storage.get(name) == content


def test_a_missing_file_is_named(tmp_path):
    storage.use(tmp_path)
    with pytest.raises(storage.BlobMissing):
        storage.get("0" * 64)
