evaluate(new File(basedir, '../../../src/it/checkout.groovy'))
