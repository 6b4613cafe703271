data "aws_region" "current" {}
resource "aws_cloudwatch_log_group" "this" {
  name = "/app/${data.aws_region.current.name}"
  tags = { Name = "log" }
}
output "region" { value = data.aws_region.current.name }
