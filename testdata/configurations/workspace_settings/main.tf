locals {
  settings = {
    default = { size = "small", count = 1 }
    staging = { size = "medium", count = 2, zones = ["a", "b"] }
    prod    = { size = "large", count = 3 }
  }
  current = merge(local.settings["default"], lookup(local.settings, terraform.workspace, {}))
  name    = terraform.workspace == "default" ? "app" : "app-${terraform.workspace}"
}
resource "aws_sqs_queue" "q" {
  count = local.current.count
  name  = "${local.name}-${count.index}"
  tags  = { Workspace = terraform.workspace, Size = local.current.size }
}
module "m" {
  source = "./m"
  zones  = lookup(local.current, "zones", [])
}
output "name" { value = [local.name, module.m.workspace, path.root, path.module, basename(abspath(path.root)) != ""] }
