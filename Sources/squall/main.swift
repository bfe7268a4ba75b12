internal import CPlatform
internal import Glibc
internal import Statistics

StandardStream.reserve()
var words: [String] = []
var word = cplatform_arguments()
while let text = word?.pointee {
    words.append(String(cString: text))
    word = word?.successor()
}
exit(Squall.run(words).rawValue)
