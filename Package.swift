// swift-tools-version: 6.2
import PackageDescription

// One set of compiler settings for every Swift target, so that no target is checked less than another.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func systemLibrary(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = [], embedding: [String] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        resources: embedding.map { .embedInCode($0) },
        swiftSettings: settings
    )
}

func executable(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String,
    _ dependencies: [Target.Dependency],
    excluding: [String] = [],
    resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: dependencies,
        exclude: excluding,
        resources: resources,
        swiftSettings: settings
    )
}

// Arrows only point down: executables know the effects, effects know the pure targets, pure targets know the C ones.
let c: [Target] = [
    .target(name: "CPlatform", cSettings: [.define("_GNU_SOURCE")]),
    systemLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    systemLibrary("CJansson", pkgConfig: "jansson", apt: "libjansson-dev"),
    systemLibrary("CLuaJIT", pkgConfig: "luajit", apt: "libluajit-5.1-dev"),
    systemLibrary("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    systemLibrary("COpenSSL", pkgConfig: "openssl", apt: "libssl-dev"),
    systemLibrary("CURing", pkgConfig: "liburing", apt: "liburing-dev"),
    systemLibrary("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
]

let pure: [Target] = [
    library("Statistics", ["CZlib"]),
    library("JSON", ["CJansson"]),
    library("YAML", ["CYAML"]),
    library("Workload", ["JSON", "Statistics", "YAML"]),
]

let effects: [Target] = [
    library("Engine", ["CCurl", "COpenSSL", "CPlatform", "CURing", "Statistics", "Workload"]),
    library("HTTPService", ["CMicroHTTPD", "CPlatform", "JSON"]),
    library(
        "IrisServer",
        ["CPlatform", "HTTPService", "JSON", "Statistics"],
        embedding: ["Resources/model.json", "Resources/openapi.json"]
    ),
    library("Processes", ["CPlatform"]),
    library("Reports", ["Statistics"]),
    library("Scripting", ["CLuaJIT", "JSON", "Statistics", "Workload"], embedding: ["Resources/prelude.lua"]),
]

let executables: [Target] = [
    executable(
        "squall",
        ["CPlatform", "Engine", "Processes", "Reports", "Scripting", "Statistics", "Workload", "YAML"]
    ),
    executable("Benchmarks", ["Engine", "Statistics", "Workload"]),
    executable("iris-server", ["CPlatform", "HTTPService", "IrisServer"]),
]

let testTargets: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: ["COpenSSL", "Statistics"],
        path: "Tests/TestSupport",
        swiftSettings: settings
    ),
    tests("Statistics", ["Statistics"], resources: [.copy("Fixtures")]),
    tests("JSON", ["JSON"]),
    tests("YAML", ["YAML"]),
    tests("Workload", ["JSON", "Statistics", "Workload", "YAML"]),
    tests("Engine", ["Engine", "Statistics", "TestSupport", "Workload"]),
    tests("HTTPService", ["HTTPService", "JSON", "TestSupport"]),
    tests(
        "IrisServer",
        ["HTTPService", "IrisServer", "JSON", "Statistics", "TestSupport", "iris-server"],
        resources: [.copy("Fixtures")]
    ),
    tests("Processes", ["Processes", "TestSupport", "iris-server"]),
    tests("Scripting", ["Scripting", "Workload"]),
    tests("Reports", ["JSON", "Reports", "Statistics", "TestSupport"], excluding: ["Golden"]),
    tests("Connection", ["Reports", "Statistics", "TestSupport", "squall"]),
    tests("squall", ["Engine", "Scripting", "squall", "Statistics", "Workload"]),
    tests("Docs", ["TestSupport", "squall", "iris-server"]),
    tests(
        "EndToEnd",
        ["JSON", "Reports", "Statistics", "TestSupport", "iris-server", "squall"],
        excluding: ["Golden"]
    ),
]

let package = Package(
    name: "squall",
    products: [],
    targets: c + pure + effects + executables + testTargets
)
