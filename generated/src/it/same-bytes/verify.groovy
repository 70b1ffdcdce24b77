// The build around this test made the same jar in another folder, and before.
def jars = { folder -> folder.listFiles({ it.name ==~ /imagestore-generated-[^-]+(-SNAPSHOT)?\.jar/ } as FileFilter) as List }
def theirs = jars(new File(basedir, '../..'))
def ours = jars(new File(basedir, 'checkout/generated/target'))
assert theirs.size() == 1 && ours.size() == 1
assert theirs[0].name == ours[0].name
assert Arrays.equals(theirs[0].bytes, ours[0].bytes)

def manifest = new java.util.jar.JarFile(ours[0]).withCloseable { it.manifest.mainAttributes }
def sha256 = { file -> java.security.MessageDigest.getInstance('SHA-256').digest(file.bytes).encodeHex().toString() }
assert manifest.getValue('Contract-SHA-256') == sha256(new File(basedir, 'checkout/spec/image-store.yaml'))
assert manifest.getValue('Templates-SHA-256') ==~ /[0-9a-f]{64}/
assert manifest.getValue('OpenAPI-Generator-Version') ==~ /\d+\.\d+\.\d+/
assert manifest.getValue('Automatic-Module-Name') == 'io.github.servicefabric.imagestore.generated'
return true
