locals {
  volumes = { old = 8, same = 8, renamed = 8 }
}

resource "aws_ebs_volume" "listed" {
  for_each          = local.volumes
  availability_zone = "us-east-1a"
  size              = each.value
}

module "store" {
  source   = "./store"
  for_each = toset(["a", "b"])
  name     = each.key
}
