"""What InterUSS's tools ask beyond the standard: DSS Auxiliary API 1.1.0 and the versioning API."""

import pytest
from implicitdict import ImplicitDict
from uas_standards.interuss.automated_testing.versioning.api import GetVersionResponse
from uas_standards.interuss.dss.aux.api import OPERATIONS, OperationID

from .client import check_error
from .tokens import SC

POOL_READ = "interuss.pool_status.read"
POOL_WRITE = "interuss.pool_status.heartbeat.write"
VERSIONS = "interuss.versioning.read_system_versions"
READ_ISA = "dss.read.identification_service_areas"
WRITE_ISA = "dss.write.identification_service_areas"


@pytest.mark.parametrize("path", ["/healthy", "/aux/v1/version"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer garbage"}, {"authorization": "x"}], ids=str)
def test_whoever_asks_gets_an_answer(server, http, path, headers):
    assert http.get(server.url + path, headers=headers).status_code == 200


def test_the_version_is_a_version(server, http):
    version = http.get(f"{server.url}/aux/v1/version").json()["version"]
    assert version
    assert "undefined" not in version


@pytest.mark.parametrize("path", ["/aux/v1/configuration/accepted_ca_certs", "/aux/v1/configuration/ca_certs"])
def test_this_pool_has_no_certificate_authority_of_its_own(server, http, path):
    assert http.get(server.url + path).json() == {"CAs": []}


@pytest.mark.parametrize("scope", [READ_ISA, WRITE_ISA])
def test_a_token_can_be_tried(uss, scope):
    assert uss.plain("GET", "/aux/v1/validate_oauth", scope=scope).status_code == 200
    assert uss.plain("GET", f"/aux/v1/validate_oauth?owner={uss.sub}", scope=scope).status_code == 200
    wrong = uss.plain("GET", "/aux/v1/validate_oauth?owner=bad_user", scope=scope)
    assert wrong.status_code == 403
    check_error(wrong)


SCOPES = {
    OperationID.GetVersion: None,
    OperationID.ValidateOauth: READ_ISA,
    OperationID.GetPool: POOL_READ,
    OperationID.GetDSSInstances: POOL_READ,
    OperationID.PutDSSInstancesHeartbeat: POOL_WRITE,
    OperationID.GetAcceptedCAs: None,
    OperationID.GetInstanceCAs: None,
    OperationID.GetScdLockMode: POOL_READ,
}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.value)
def test_each_operation_answers_in_its_type_to_its_scope(server, http, uss, operation):
    asked, scope = OPERATIONS[operation], SCOPES[operation]
    path = asked.path + ("?source=test" if operation is OperationID.PutDSSInstancesHeartbeat else "")
    reply = uss.plain(asked.verb, path, scope=scope or SC)
    assert reply.status_code in asked.response_body_type
    kind = asked.response_body_type[reply.status_code]
    if kind is not None:
        ImplicitDict.parse(reply.json(), kind)
    nobody, stranger = http.request(asked.verb, server.url + path), uss.plain(asked.verb, path, scope=SC)
    if scope is None:
        assert (nobody.status_code, stranger.status_code) == (200, 200)
    else:
        assert (nobody.status_code, stranger.status_code) == (401, 403)
        check_error(nobody)
        check_error(stranger)


def test_versions_are_guarded(server, http, uss):
    assert http.get(f"{server.url}/versions/dss").status_code == 401
    assert uss.plain("GET", "/versions/dss", scope=SC).status_code == 403


def test_the_system_version_is_the_versions_apis(uss):
    shown = uss.plain("GET", "/versions/dss", scope=VERSIONS).json()
    parsed = ImplicitDict.parse(shown, GetVersionResponse)
    assert parsed.system_identity == "dss"
    assert parsed.system_version


def test_the_pool_has_one_name_and_one_instance(uss):
    name = uss.plain("GET", "/aux/v1/pool", scope=POOL_READ).json()["dar_id"]
    assert name
    assert uss.plain("GET", "/aux/v1/pool", scope=POOL_READ).json()["dar_id"] == name
    instances = uss.plain("GET", "/aux/v1/pool/dss_instances", scope=POOL_READ).json()["dss_instances"]
    assert len(instances) == 1
    assert {"id", "most_recent_heartbeat"} <= set(instances[0])


def test_a_heartbeat_is_shown(uss):
    asked = "source=pulse&timestamp=2026-01-01T00:00:00Z&next_heartbeat_expected_before=2026-01-01T01:00:00Z"
    beat = uss.plain("PUT", f"/aux/v1/pool/dss_instances/heartbeat?{asked}", scope=POOL_WRITE)
    assert beat.status_code == 201
    newest = beat.json()["dss_instances"][0]["most_recent_heartbeat"]
    assert newest["source"] == "pulse"
    assert newest["reporter"] == uss.sub
    assert newest["timestamp"] == "2026-01-01T00:00:00Z"
    again = uss.plain("PUT", "/aux/v1/pool/dss_instances/heartbeat?source=pulse", scope=POOL_WRITE).json()
    assert again["dss_instances"][0]["most_recent_heartbeat"]["index"] == newest["index"] + 1


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "source=",
        f"source={'x' * 129}",
        "source=a&timestamp=yesterday",
        "source=a&next_heartbeat_expected_before=soon",
        "source=a&timestamp=2026-01-01T02:00:00Z&next_heartbeat_expected_before=2026-01-01T00:00:00Z",
    ],
)
def test_a_heartbeat_that_cannot_be_read(uss, asked):
    response = uss.plain("PUT", f"/aux/v1/pool/dss_instances/heartbeat?{asked}", scope=POOL_WRITE)
    assert response.status_code == 400
    check_error(response)
