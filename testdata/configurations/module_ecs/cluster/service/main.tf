variable "name" {}
variable "cluster" {}
variable "cpu" { type = number }
variable "memory" {
  type     = number
  default  = 512
  nullable = false
}
variable "containers" { type = any }
variable "volumes" { type = any }
variable "load_balancer" { type = any }
variable "strategy" { type = any }
variable "scaling" {
  type    = object({ min = number, max = number })
  default = null
}
locals {
  definitions = [
    for name, container in var.containers : {
      for key, value in {
        name         = name
        image        = container.image
        essential    = try(container.essential, true)
        command      = try(container.command, null)
        portMappings = [for port in try(container.ports, []) : { containerPort = port, protocol = "tcp" }]
        environment  = [for k, v in try(container.environment, {}) : { name = k, value = tostring(v) }]
        secrets      = [for k, v in try(container.secrets, {}) : { name = k, valueFrom = v }]
        dependsOn    = [for k, v in try(container.depends_on, {}) : { containerName = k, condition = v }]
      } : key => value if value != null && try(length(value) > 0, true)
    }
  ]
}
resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  container_definitions    = jsonencode(local.definitions)
  dynamic "volume" {
    for_each = var.volumes
    content {
      name = volume.key
      dynamic "efs_volume_configuration" {
        for_each = try([volume.value.efs], [])
        content {
          file_system_id     = efs_volume_configuration.value
          transit_encryption = "ENABLED"
        }
      }
    }
  }
}
resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = try(var.scaling.min, 1)
  launch_type     = length(var.strategy) > 0 ? null : "FARGATE"
  dynamic "capacity_provider_strategy" {
    for_each = var.strategy
    iterator = provider
    content {
      capacity_provider = provider.key
      weight            = provider.value.weight
      base              = try(provider.value.base, null)
    }
  }
  dynamic "load_balancer" {
    for_each = { for index, balancer in var.load_balancer : index => balancer }
    content {
      target_group_arn = load_balancer.value.target_group_arn
      container_name   = load_balancer.value.container_name
      container_port   = load_balancer.value.container_port
    }
  }
  network_configuration {
    subnets          = ["s-1"]
    assign_public_ip = false
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
resource "aws_appautoscaling_target" "this" {
  count              = var.scaling == null ? 0 : 1
  min_capacity       = min(var.scaling.min, var.scaling.max)
  max_capacity       = var.scaling.max
  resource_id        = "service/apps/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}
output "definition" { value = jsondecode(aws_ecs_task_definition.this.container_definitions) }
