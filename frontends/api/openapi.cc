#include "frontends/api/openapi.h"

namespace stele::api {

namespace {

constexpr std::string_view kDocument = R"json({
  "openapi": "3.0.3",
  "info": {
    "title": "Stele, the registrar's API",
    "version": "1",
    "description": "What a registrar may do with its names beside EPP. Names are given as U-labels or A-labels and answered as A-labels, with what they mean beside them. Every answer has Stele-Position, the journal's position that it is of, and Server-Transaction-Id."
  },
  "security": [{"token": []}],
  "paths": {
    "/api/v1/openapi.json": {
      "get": {
        "operationId": "describe",
        "summary": "This document",
        "security": [],
        "responses": {
          "200": {"description": "OpenAPI 3.0", "content": {"application/json": {"schema": {"type": "object"}}}},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/api/v1/session": {
      "post": {
        "operationId": "log_in",
        "summary": "Begin a session with the password of EPP",
        "security": [],
        "parameters": [{"$ref": "#/components/parameters/ClientTransactionId"}],
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Login"}}}
        },
        "responses": {
          "201": {
            "description": "The session has begun",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Session"}}}
          },
          "401": {"$ref": "#/components/responses/Problem"},
          "429": {"$ref": "#/components/responses/Problem"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "delete": {
        "operationId": "log_out",
        "summary": "End the session",
        "parameters": [{"$ref": "#/components/parameters/ClientTransactionId"}],
        "responses": {
          "204": {"description": "The session has ended"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/api/v1/availability": {
      "get": {
        "operationId": "check_names",
        "summary": "Whether names can be registered",
        "parameters": [
          {"$ref": "#/components/parameters/ClientTransactionId"},
          {
            "name": "name",
            "in": "query",
            "required": true,
            "description": "May be repeated: ?name=a.example&name=b.example",
            "schema": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 64},
            "style": "form",
            "explode": true
          }
        ],
        "responses": {
          "200": {
            "description": "In the order of the question",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Availability"}}}
          },
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/api/v1/domains/{name}": {
      "parameters": [{"$ref": "#/components/parameters/Name"}],
      "get": {
        "operationId": "show_domain",
        "summary": "A domain, for its sponsor",
        "parameters": [{"$ref": "#/components/parameters/ClientTransactionId"}],
        "responses": {
          "200": {
            "description": "The domain, whichever of its variants was asked for",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Domain"}}}
          },
          "403": {"$ref": "#/components/responses/Problem"},
          "404": {"$ref": "#/components/responses/Problem"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/api/v1/domains/{name}/variants": {
      "parameters": [{"$ref": "#/components/parameters/Name"}],
      "get": {
        "operationId": "list_variants",
        "summary": "Which variants are active, and which could be",
        "parameters": [{"$ref": "#/components/parameters/ClientTransactionId"}],
        "responses": {
          "200": {
            "description": "The variants",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Variants"}}}
          },
          "403": {"$ref": "#/components/responses/Problem"},
          "404": {"$ref": "#/components/responses/Problem"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "put": {
        "operationId": "set_variants",
        "summary": "Make these variants active, and no other",
        "parameters": [{"$ref": "#/components/parameters/ClientTransactionId"}],
        "requestBody": {
          "required": true,
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Activation"}}}
        },
        "responses": {
          "200": {
            "description": "The variants as they are now",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Variants"}}}
          },
          "403": {"$ref": "#/components/responses/Problem"},
          "404": {"$ref": "#/components/responses/Problem"},
          "409": {"$ref": "#/components/responses/Problem"},
          "422": {"$ref": "#/components/responses/Problem"},
          "503": {"$ref": "#/components/responses/Problem"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "token": {"type": "http", "scheme": "bearer", "description": "The token of a session"}
    },
    "parameters": {
      "Name": {
        "name": "name",
        "in": "path",
        "required": true,
        "description": "A registered name or any variant of it, in U-labels or A-labels",
        "schema": {"type": "string"}
      },
      "ClientTransactionId": {
        "name": "Client-Transaction-Id",
        "in": "header",
        "description": "The client's own identifier of this request (clTRID of EPP); it stands in the journal",
        "schema": {"type": "string", "pattern": "^[!-~]{3,64}$"}
      }
    },
    "responses": {
      "Problem": {
        "description": "It was not done, and why (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
      }
    },
    "schemas": {
      "Login": {
        "type": "object",
        "required": ["registrar", "password"],
        "additionalProperties": false,
        "properties": {
          "registrar": {"type": "string", "description": "clID of EPP"},
          "password": {"type": "string"},
          "new_password": {"type": "string", "description": "Replaces the password, for EPP too"}
        }
      },
      "Session": {
        "type": "object",
        "required": ["token", "registrar", "expires_at", "idle_seconds"],
        "additionalProperties": false,
        "properties": {
          "token": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "Authorization: Bearer TOKEN"},
          "registrar": {"type": "string"},
          "expires_at": {"type": "string", "format": "date-time", "description": "However much it is used"},
          "idle_seconds": {"type": "integer", "minimum": 0, "description": "Unused for so long, it ends before"},
          "notices": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["text"],
              "additionalProperties": false,
              "properties": {
                "text": {"type": "string"},
                "expires_at": {"type": "string", "format": "date-time"}
              }
            }
          }
        }
      },
      "Availability": {
        "type": "object",
        "required": ["names"],
        "additionalProperties": false,
        "properties": {
          "names": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["name", "available"],
              "additionalProperties": false,
              "properties": {
                "name": {"type": "string"},
                "available": {"type": "boolean"},
                "reason": {"$ref": "#/components/schemas/Reason"},
                "text": {"type": "string"}
              }
            }
          }
        }
      },
      "NamedVariant": {
        "type": "object",
        "required": ["name", "unicode_name"],
        "additionalProperties": false,
        "properties": {"name": {"type": "string"}, "unicode_name": {"type": "string"}}
      },
      "Domain": {
        "type": "object",
        "required": ["name", "unicode_name", "roid", "statuses", "rgp", "contacts", "hosts", "subordinate_hosts",
                     "ds", "keys", "organisations", "index_label", "variants", "sponsor", "created_at",
                     "expires_at"],
        "additionalProperties": false,
        "properties": {
          "name": {"type": "string"},
          "unicode_name": {"type": "string"},
          "roid": {"type": "string"},
          "statuses": {"type": "array", "items": {"type": "string"}, "description": "RFC 5731 2.3"},
          "rgp": {
            "type": "array",
            "description": "Grace periods that run, or what a deleted name waits for (RFC 3915)",
            "items": {
              "type": "object",
              "required": ["status", "ends_at"],
              "additionalProperties": false,
              "properties": {
                "status": {"type": "string"},
                "ends_at": {"type": "string", "format": "date-time"}
              }
            }
          },
          "registrant": {"type": "string"},
          "contacts": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["type", "id"],
              "additionalProperties": false,
              "properties": {"type": {"type": "string", "enum": ["admin", "tech", "billing"]}, "id": {"type": "string"}}
            }
          },
          "hosts": {"type": "array", "items": {"type": "string"}, "description": "Its name servers"},
          "subordinate_hosts": {"type": "array", "items": {"type": "string"}},
          "ds": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["key_tag", "algorithm", "digest_type", "digest"],
              "additionalProperties": false,
              "properties": {
                "key_tag": {"type": "integer"},
                "algorithm": {"type": "integer"},
                "digest_type": {"type": "integer"},
                "digest": {"type": "string"}
              }
            }
          },
          "keys": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["flags", "protocol", "algorithm", "public_key"],
              "additionalProperties": false,
              "properties": {
                "flags": {"type": "integer"},
                "protocol": {"type": "integer"},
                "algorithm": {"type": "integer"},
                "public_key": {"type": "string"}
              }
            }
          },
          "organisations": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["role", "id"],
              "additionalProperties": false,
              "properties": {"role": {"type": "string"}, "id": {"type": "string"}}
            }
          },
          "idn_table": {"type": "string", "description": "That took its label"},
          "index_label": {"type": "string", "description": "That all its variants have, and no other name"},
          "variants": {
            "type": "array",
            "description": "Active ones",
            "items": {"$ref": "#/components/schemas/NamedVariant"}
          },
          "sponsor": {"type": "string"},
          "creator": {"type": "string"},
          "created_at": {"type": "string", "format": "date-time"},
          "updated_by": {"type": "string"},
          "updated_at": {"type": "string", "format": "date-time"},
          "transferred_at": {"type": "string", "format": "date-time"},
          "expires_at": {"type": "string", "format": "date-time"}
        }
      },
      "Variants": {
        "type": "object",
        "required": ["name", "unicode_name", "index_label", "variants", "too_many"],
        "additionalProperties": false,
        "properties": {
          "name": {"type": "string"},
          "unicode_name": {"type": "string"},
          "index_label": {"type": "string"},
          "variants": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["name", "unicode_name", "state"],
              "additionalProperties": false,
              "properties": {
                "name": {"type": "string"},
                "unicode_name": {"type": "string"},
                "state": {"type": "string", "enum": ["active", "allocatable"]}
              }
            }
          },
          "too_many": {
            "type": "boolean",
            "description": "There are more than are listed, or not all could be made active: the zone has a limit"
          }
        }
      },
      "Activation": {
        "type": "object",
        "required": ["active"],
        "additionalProperties": false,
        "properties": {
          "active": {
            "description": "Exactly these; all that the registrant may have, up to the zone's limit; or none",
            "oneOf": [
              {"type": "string", "enum": ["all", "none"]},
              {"type": "array", "items": {"type": "string"}}
            ]
          }
        }
      },
      "Reason": {"type": "string", "pattern": "^[a-z_]+$", "description": "A word of the registry's list of reasons"},
      "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": false,
        "properties": {
          "type": {"type": "string", "description": "urn:stele:params:problem:REASON, or about:blank"},
          "title": {"type": "string"},
          "status": {"type": "integer"},
          "detail": {"type": "string"},
          "reason": {"$ref": "#/components/schemas/Reason"},
          "problems": {
            "type": "array",
            "description": "All that is wrong, the decisive one first",
            "items": {
              "type": "object",
              "required": ["text"],
              "additionalProperties": false,
              "properties": {
                "text": {"type": "string"},
                "reason": {"$ref": "#/components/schemas/Reason"},
                "field": {"type": "string"},
                "value": {"type": "string"}
              }
            }
          }
        }
      }
    }
  }
}
)json";

}  // namespace

std::string_view openapi() { return kDocument; }

}  // namespace stele::api
