locals {
  is_default = terraform.workspace == "default"
}

resource "aws_sns_topic" "t" {
  name = "t-${terraform.workspace}"
  tags = { module = path.module, root = path.root, d = local.is_default ? "yes" : "no" }
}

module "m" {
  source = "./nested/../nested/m"
}
