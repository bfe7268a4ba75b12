internal import Glibc

exit(Squall.run(CommandLine.arguments).rawValue)
