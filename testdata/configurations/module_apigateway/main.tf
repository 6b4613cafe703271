locals {
  routes = {
    "GET /items"      = { integration = "items", auth = "jwt" }
    "POST /items/{i}" = { integration = "items", auth = "iam", throttle = [10, 20] }
    "$default"        = { integration = "mock", uri = "https://example.com" }
  }
  lambdas = { for route in distinct([for r in values(local.routes) : r.integration]) : route => "arn:aws:lambda:us-east-1:111122223333:function:${route}" if route != "mock" }
}
resource "aws_apigatewayv2_api" "this" {
  name          = "http"
  protocol_type = "HTTP"
  dynamic "cors_configuration" {
    for_each = length(keys({ allow = true })) == 0 ? [] : [{ origins = ["*"], methods = ["GET", "*"], age = 300 }]
    content {
      allow_origins = cors_configuration.value.origins
      allow_methods = cors_configuration.value.methods
      max_age       = cors_configuration.value.age
    }
  }
}
resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = "jwt"
  jwt_configuration {
    audience = ["a"]
    issuer   = "https://issuer.example.com"
  }
}
resource "aws_apigatewayv2_integration" "this" {
  for_each               = merge(local.lambdas, { for key, route in local.routes : route.integration => route.uri if can(route.uri) })
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = contains(keys(local.lambdas), each.key) ? "AWS_PROXY" : "HTTP_PROXY"
  integration_method     = contains(keys(local.lambdas), each.key) ? null : "ANY"
  integration_uri        = each.value
  payload_format_version = contains(keys(local.lambdas), each.key) ? "2.0" : "1.0"
}
resource "aws_apigatewayv2_route" "this" {
  for_each           = local.routes
  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  authorization_type = { jwt = "JWT", iam = "AWS_IAM", none = "NONE" }[lookup(each.value, "auth", "none")]
  target             = "integrations/${aws_apigatewayv2_integration.this[each.value.integration].id}"
}
resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true
  dynamic "route_settings" {
    for_each = { for key, route in local.routes : key => route.throttle if can(route.throttle) }
    content {
      route_key              = route_settings.key
      throttling_burst_limit = route_settings.value[1]
      throttling_rate_limit  = route_settings.value[0]
    }
  }
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:111122223333:log-group:api"
    format          = jsonencode({ for name in ["requestId", "ip"] : name => "$context.${name}" })
  }
  lifecycle {
    ignore_changes = [deployment_id]
  }
}
