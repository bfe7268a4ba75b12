internal import Glibc

StandardStream.reserve()
exit(Squall.run(CommandLine.arguments).rawValue)
