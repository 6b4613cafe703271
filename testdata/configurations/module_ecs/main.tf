module "cluster" {
  source   = "./cluster"
  name     = "apps"
  services = {
    web = {
      cpu = 512, memory = 1024
      containers = {
        nginx = { image = "nginx:1.25", ports = [80, 443], environment = { B = "2", A = 1, EMPTY = "" }, secrets = { TOKEN = "arn:x" } }
        agent = { image = "agent", essential = false, command = ["run", "--flag=${true}"], depends_on = { nginx = "HEALTHY" } }
      }
      volumes = { data = { efs = "fs-1" }, scratch = {} }
      load_balancer = [{ target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/0123456789abcdef", container_name = "nginx", container_port = 80 }]
    }
    job = { containers = { main = { image = "job" } }, scaling = null, strategy = { FARGATE = { weight = 1 }, FARGATE_SPOT = { weight = 4, base = 1 } } }
  }
}
output "definitions" { value = module.cluster.definitions }
