extension [UInt8] {
    /// The integer whose most significant byte is at `offset`.
    func bigEndian<Integer: FixedWidthInteger>(at offset: Int) -> Integer {
        self[offset..<offset + MemoryLayout<Integer>.size].reduce(0) { $0 << 8 | Integer(truncatingIfNeeded: $1) }
    }

    /// Appends the bytes of `value`, most significant first.
    mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
