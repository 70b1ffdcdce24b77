// Copies what a contributor's checkout has for generation to basedir/checkout, where a test may then edit it.
import java.nio.file.Files
import java.nio.file.StandardCopyOption

def root = new File(basedir, '../../../..').canonicalFile.toPath()
def checkout = new File(basedir, 'checkout').toPath()
['pom.xml', 'spec', 'generated/pom.xml', 'generated/openapi-generator.yaml', 'generated/templates',
 'generated/src/build', 'generated/src/check'].each { name ->
  Files.walk(root.resolve(name)).filter { Files.isRegularFile(it) }.each { file ->
    def copy = checkout.resolve(root.relativize(file))
    Files.createDirectories(copy.parent)
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING)
  }
}
def tests = new File(basedir, 'src/test').toPath()
if (Files.exists(tests)) {
  Files.move(tests, checkout.resolve('generated/src/test'))
}
return true
