# External libraries, as imported targets with SYSTEM headers. Which target may use which one is
# checked by tools/lint/layers; the short form of the rule stands in docs/architecture.md.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(GTest REQUIRED)
find_package(spdlog REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
pkg_check_modules(rocksdb REQUIRED IMPORTED_TARGET rocksdb)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(xmlsec1 REQUIRED IMPORTED_TARGET xmlsec1-openssl)
pkg_check_modules(ldns REQUIRED IMPORTED_TARGET ldns)
pkg_check_modules(argon2 REQUIRED IMPORTED_TARGET libargon2)
find_program(STELE_FLATC flatc REQUIRED)
