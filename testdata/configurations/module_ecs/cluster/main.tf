variable "name" {}
variable "services" { type = any }
resource "aws_ecs_cluster" "this" {
  name = var.name
  dynamic "setting" {
    for_each = [{ name = "containerInsights", value = "enabled" }]
    content {
      name  = setting.value.name
      value = setting.value.value
    }
  }
}
module "service" {
  source   = "./service"
  for_each = var.services
  name     = each.key
  cluster  = aws_ecs_cluster.this.arn
  cpu      = try(each.value.cpu, 256)
  memory   = try(each.value.memory, null)
  containers    = each.value.containers
  volumes       = try(each.value.volumes, {})
  load_balancer = try(each.value.load_balancer, [])
  strategy      = try(each.value.strategy, {})
  scaling       = lookup(each.value, "scaling", { min = 1, max = 4 })
}
output "definitions" { value = { for name, service in module.service : name => service.definition } }
